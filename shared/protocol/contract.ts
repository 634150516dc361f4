import type { z } from 'zod'

/** A question one side may ask the other: the shapes of its parameters and its answer, and how long it may take. */
export interface CallShape<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly params: P
  readonly result: R
  readonly timeoutMs: number
}

/**
 * Everything that may pass between a client and a server: calls with an answer, signals from the client without
 * one, and events from the server. Declared once; both sides are typed from it and check what arrives.
 */
export interface Contract {
  readonly calls: Readonly<Record<string, CallShape>>
  readonly signals: Readonly<Record<string, z.ZodType>>
  readonly events: Readonly<Record<string, z.ZodType>>
}

export type CallName<C extends Contract> = keyof C['calls'] & string
export type SignalName<C extends Contract> = keyof C['signals'] & string
export type EventName<C extends Contract> = keyof C['events'] & string

/** Parameters as a client writes them: what has a default may be left out. */
export type CallInput<C extends Contract, N extends CallName<C>> = z.input<C['calls'][N]['params']>
/** Parameters as a handler gets them. */
export type CallParams<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['params']>
export type CallResult<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['result']>
export type SignalPayload<C extends Contract, N extends SignalName<C>> = z.output<C['signals'][N]>
export type EventPayload<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>

const usualTimeoutMs = 10_000

/** Declares a call. Answers that take longer than `timeoutMs` are given up with a 'timeout' failure. */
export function call<P extends z.ZodType, R extends z.ZodType>(
  params: P,
  result: R,
  timeoutMs = usualTimeoutMs,
): CallShape<P, R> {
  return { params, result, timeoutMs }
}
