import { z } from 'zod'
import type { Ticker } from '../../time/ticker.ts'
import type { FaultCode, SourceFault } from '../data-source.ts'
import { cancelled, checkCancelled, faultOf } from '../fault.ts'
import type { Gate, GateOf } from '../limits/gate.ts'
import type { SourceLimits } from '../limits/limits.ts'
import { RequestGate } from '../limits/request-gate.ts'
import { type Sent, sendWithRetries } from '../limits/retry.ts'
import type { ReplySurroundings } from '../reply.ts'
import { withoutSecrets } from '../secrets/secrets.ts'
import { BodyTooLong, readBody } from './limited-body.ts'
import { retryAfterMs } from './retry-after.ts'

/** What a source that is asked over a network needs of the world. */
export interface NetSurroundings extends ReplySurroundings {
  readonly ticker: Ticker
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** The gates of the sources where others ask them too; a source has one of its own unless told. */
  readonly gateOf?: GateOf
  /** Told how many bytes each answer took. */
  readonly onReceived?: (bytes: number) => void
}

/** One question. */
export interface Ask {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Taken out of whatever is told of the answer. */
  readonly secrets: readonly string[]
  /** Told of every sending. */
  readonly onSent: () => void
  readonly signal: AbortSignal
}

const longestMessage = 200
const messageShape = z.object({ message: z.string() }).or(z.object({ error: z.string() }))

/**
 * Asks a server for JSON, within the limits of its source: at its turn, with a timeout, and again after faults
 * that pass. Redirects are not followed, for they would carry the key elsewhere.
 */
export class JsonClient {
  readonly #source: string
  readonly #limits: SourceLimits
  readonly #around: NetSurroundings
  readonly #gate: Gate

  constructor(source: string, limits: SourceLimits, around: NetSurroundings) {
    this.#source = source
    this.#limits = limits
    this.#around = around
    this.#gate = around.gateOf?.(source, limits) ?? new RequestGate(source, limits, around.ticker)
  }

  /** The answer as JSON, or what stood in its way in the end. Throws a Failure with code 'cancelled' only. */
  get(ask: Ask): Promise<Sent<unknown>> {
    const { ticker, random } = this.#around
    const send = (): Promise<Sent<unknown>> =>
      this.#gate.pass(ask.signal, () => {
        ask.onSent()
        return this.#send(ask)
      })
    return sendWithRetries(this.#limits.tries, send, {
      source: this.#source,
      ticker,
      random,
      signal: ask.signal,
    })
  }

  async #send({ url, headers, secrets, signal }: Ask): Promise<Sent<unknown>> {
    checkCancelled(signal, this.#source)
    const stop = new AbortController()
    let timedOut = false
    const cancel = (): void => stop.abort()
    const callOff = this.#around.ticker.after(this.#limits.timeoutMs, () => {
      timedOut = true
      stop.abort()
    })
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const response = await fetch(url, { headers, redirect: 'manual', signal: stop.signal })
      const body = await readBody(response)
      this.#around.onReceived?.(Buffer.byteLength(body))
      return this.#understand(response, body, url, secrets)
    } catch (error) {
      if (signal.aborted) throw cancelled(this.#source)
      return { ok: false, fault: this.#broken(error, url, timedOut) }
    } finally {
      callOff()
      signal.removeEventListener('abort', cancel)
    }
  }

  #understand(response: Response, body: string, url: URL, secrets: readonly string[]): Sent<unknown> {
    if (response.ok) return this.#parse(body, url)
    const said = withoutSecrets(messageOf(body), secrets)
    return { ok: false, fault: this.#refusal(response, said === '' ? '' : `: ${said}`, url) }
  }

  #parse(body: string, url: URL): Sent<unknown> {
    try {
      return { ok: true, value: JSON.parse(body) }
    } catch {
      const cause = `${this.#source}: ${url.host} answered with something that is no JSON.`
      return { ok: false, fault: faultOf('bad-answer', cause, { retryable: true }) }
    }
  }

  #refusal({ status, headers }: Response, said: string, { host }: URL): SourceFault {
    const fault = (code: FaultCode, cause: string): SourceFault =>
      faultOf(code, `${this.#source}: ${host} ${cause}`, {
        retryAfterMs: retryAfterMs(headers.get('retry-after'), this.#around.time),
      })
    if (status === 401 || status === 403)
      return fault('refused', `refused the key (${status})${said}. Check the key and what it may read.`)
    if (status === 429) return fault('rate-limited', `wants fewer requests a minute (429)${said}.`)
    if (status === 408 || status >= 500) return fault('server-error', `is in trouble (${status})${said}.`)
    if (status >= 300 && status < 400)
      return fault('bad-answer', `points elsewhere (${status}). Give the source the URL that it points to.`)
    return fault(
      'bad-request',
      `does not take the request (${status})${said}. Check the URL and the options.`,
    )
  }

  #broken(error: unknown, { host }: URL, timedOut: boolean): SourceFault {
    if (timedOut) {
      const seconds = this.#limits.timeoutMs / 1000
      return faultOf('timeout', `${this.#source}: ${host} did not answer within ${seconds} s.`)
    }
    if (error instanceof BodyTooLong)
      return faultOf('bad-answer', `${this.#source}: ${host} answered with ${error.message}.`)
    return faultOf(
      'unreachable',
      `${this.#source}: ${host} cannot be reached or broke off (${causeOf(error)}).`,
    )
  }
}

/** What a server says is wrong, where it says so in one of the usual ways. */
function messageOf(body: string): string {
  try {
    const said = messageShape.parse(JSON.parse(body))
    const message = 'message' in said ? said.message : said.error
    return message.replaceAll(/\s+/g, ' ').slice(0, longestMessage).replace(/\.$/, '')
  } catch {
    return ''
  }
}

/** Why a connection failed, as a code of the system where there is one; never a whole message of others. */
function causeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code
  return inner instanceof Error ? inner.name : 'unknown'
}
