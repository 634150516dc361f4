import type { z } from 'zod'
import type { Channel } from './channel.ts'
import type {
  CallInput,
  CallName,
  CallResult,
  Contract,
  EventName,
  EventPayload,
  SignalName,
  SignalPayload,
} from './contract.ts'
import { asFailure, Failure, type FailureCode } from './failure.ts'
import { type ClientMessage, serverMessage } from './wire.ts'

export interface Client<C extends Contract> {
  /** Asks and waits for the answer. Rejects with the server's Failure, with 'timeout', or with 'engine-gone' when the channel ends. */
  call<N extends CallName<C>>(name: N, params: CallInput<C, N>): Promise<CallResult<C, N>>
  signal<N extends SignalName<C>>(name: N, payload: SignalPayload<C, N>): void
  /** Listens to an event until the returned function is called. */
  on<N extends EventName<C>>(name: N, listener: (payload: EventPayload<C, N>) => void): () => void
  close(): void
}

interface Pending {
  readonly result: z.ZodType
  readonly resolve: (value: unknown) => void
  readonly reject: (failure: Failure) => void
  readonly timer: ReturnType<typeof setTimeout>
}

declare function setTimeout(run: () => void, ms: number): number | object
declare function clearTimeout(timer: number | object): void

/**
 * The asking end of a contract over a channel. `onClose` is told once when the channel ends; every call that is
 * then pending, and every later one, is rejected with 'engine-gone'. What does not fit the contract is reported
 * to `onBadMessage` and dropped.
 */
export function createClient<C extends Contract>(
  contract: C,
  channel: Channel,
  report: { readonly onClose?: () => void; readonly onBadMessage?: (problem: Failure) => void } = {},
): Client<C> {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let nextId = 1
  let open = true

  function end(): void {
    if (!open) return
    open = false
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer)
      reject(new Failure('engine-gone', 'The engine ended before it answered.'))
    }
    pending.clear()
    report.onClose?.()
  }

  function bad(problem: string): void {
    report.onBadMessage?.(new Failure('bad-message', problem))
  }

  function settle(id: number): Pending | undefined {
    const call = pending.get(id)
    if (!call) return undefined
    pending.delete(id)
    clearTimeout(call.timer)
    return call
  }

  channel.listen((raw) => {
    const parsed = serverMessage.safeParse(raw)
    if (!parsed.success) return bad('A message has no known form.')
    const message = parsed.data
    if (message.type === 'event') {
      const shape = contract.events[message.name]
      if (!shape) return bad(`Event ${message.name} is not in the contract.`)
      const payload = shape.safeParse(message.payload)
      if (!payload.success) return bad(`Event ${message.name}: ${payload.error.message}`)
      for (const listener of listeners.get(message.name) ?? []) listener(payload.data as never)
      return
    }
    const call = settle(message.id)
    if (!call) return
    if (message.type === 'refusal') {
      const { code, message: text, detail } = message.failure
      return call.reject(new Failure(code as FailureCode, text, detail))
    }
    const value = call.result.safeParse(message.value)
    if (value.success) call.resolve(value.data)
    else
      call.reject(new Failure('bad-message', `An answer does not fit the contract: ${value.error.message}`))
  }, end)

  return {
    call(name, params) {
      const shape = contract.calls[name]
      if (!shape) return Promise.reject(new Failure('bad-message', `Call ${name} is not in the contract.`))
      if (!open) return Promise.reject(new Failure('engine-gone', 'The engine is not running.'))
      const id = nextId++
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          settle(id)?.reject(new Failure('timeout', `No answer to ${name} within ${shape.timeoutMs} ms.`))
        }, shape.timeoutMs)
        pending.set(id, { result: shape.result, resolve: resolve as (value: unknown) => void, reject, timer })
        try {
          channel.post({ type: 'call', id, name, params } satisfies ClientMessage)
        } catch (error) {
          settle(id)?.reject(asFailure(error))
        }
      })
    },
    signal(name, payload) {
      if (open) channel.post({ type: 'signal', name, payload } satisfies ClientMessage)
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (payload: never) => void)
      return () => set.delete(listener as (payload: never) => void)
    },
    close() {
      channel.close()
      end()
    },
  }
}
