import { z } from 'zod'
import type { FaultCode, SourceFault } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import { type DatabasePlace, serverName } from './place.ts'

/** What a server, or the way to it, had against a request, in words that say what to do. */
export function databaseFault(source: string, place: DatabasePlace, error: unknown): SourceFault {
  if (error instanceof z.ZodError)
    return faultOf('bad-answer', `${source}: table ${place.table} has values of other types than it should.`)
  const { code, message } = partsOf(error)
  const [kind, what] = causeOf(code, message, place)
  return faultOf(kind, `${source}: ${what}`)
}

function causeOf(code: string, message: string, place: DatabasePlace): readonly [FaultCode, string] {
  const server = serverName(place)
  const user = place.user ?? 'of the system'
  switch (code) {
    case '28P01':
    case '28000':
      return ['refused', `${server} refused user ${user}. Check user and password.`]
    case '3D000':
      return ['missing', `${server} has no database ${place.database}. Check its name.`]
    case '42P01':
    case '3F000':
      return ['missing', `${place.database} has no table ${place.table}. Publish to it, or check its name.`]
    case '42703':
      return ['bad-answer', `table ${place.table} is laid out in another way (${message}).`]
    case '42501':
      return ['refused', `user ${user} may not do that with table ${place.table}. Ask for the right to.`]
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return ['unreachable', `${server} cannot be reached (${code}).`]
    default:
      return otherCause(code, message, server)
  }
}

/** Classes of SQLSTATE: 08 connection, 53 resources, 57 operator, 40 rollback; all of them pass. */
function otherCause(code: string, message: string, server: string): readonly [FaultCode, string] {
  if (/client password must be a string/.test(message))
    return ['no-key', `${server} wants a password that is not there.`]
  if (/^(?:08|53|57|40)/.test(code)) return ['server-error', `${server} is in trouble (${message}).`]
  if (/^[0-9A-Z]{5}$/.test(code)) return ['bad-request', `${server} does not take the request (${message}).`]
  return ['unreachable', `the connection to ${server} broke off (${code || message}).`]
}

function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  const first = error instanceof AggregateError ? error.errors[0] : error
  if (!(first instanceof Error)) return { code: '', message: String(first) }
  const code = 'code' in first && typeof first.code === 'string' ? first.code : ''
  return { code, message: first.message }
}
