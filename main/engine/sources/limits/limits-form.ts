import { Failure } from '#shared/protocol/failure.ts'
import {
  type SourceForm,
  type SourceLimitName,
  sourceLimitNames,
  sourceLimitRanges,
} from '#shared/protocol/source-calls.ts'
import type { OwnLimits, SourceLimits } from './limits.ts'

type LimitTexts = NonNullable<SourceForm['limits']>

/** The limits as the numbers that a person sets: of requests a minute and at once, seconds, tries. */
export function limitNumbers(limits: SourceLimits): Readonly<Record<SourceLimitName, number>>
export function limitNumbers(limits: OwnLimits): Readonly<Partial<Record<SourceLimitName, number>>>
export function limitNumbers({ requestsPerMinute, parallel, timeoutMs, tries }: OwnLimits) {
  const timeout = timeoutMs === undefined ? undefined : timeoutMs / 1000
  const numbers = { rate: requestsPerMinute, parallel, timeout, tries }
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== undefined))
}

/** Limits of a source as a form holds them: only those that a person has set. */
export function limitTexts(own: OwnLimits): LimitTexts {
  return Object.fromEntries(Object.entries(limitNumbers(own)).map(([name, number]) => [name, String(number)]))
}

/**
 * Reads limits that a person has written. Throws a Failure with code 'usage' for what is no whole number within its
 * range; its detail names the field.
 */
export function readLimitTexts(texts: LimitTexts): OwnLimits {
  return ownLimitsOf(
    Object.fromEntries(
      sourceLimitNames.flatMap((name) => {
        const text = texts[name]
        return text === undefined ? [] : [[name, readLimit(name, text)]]
      }),
    ),
  )
}

/** Limits from the numbers that a person set. */
export function ownLimitsOf({
  rate,
  parallel,
  timeout,
  tries,
}: Readonly<Partial<Record<SourceLimitName, number>>>): OwnLimits {
  return {
    ...(rate !== undefined && { requestsPerMinute: rate }),
    ...(parallel !== undefined && { parallel }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(tries !== undefined && { tries }),
  }
}

function readLimit(name: SourceLimitName, text: string): number {
  const { min, max } = sourceLimitRanges[name]
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw new Failure('usage', `This is a whole number from ${min} to ${max}, or empty; "${text}" is not.`, {
    field: name,
  })
}
