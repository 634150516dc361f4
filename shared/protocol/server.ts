import type { Channel } from './channel.ts'
import type {
  CallName,
  CallParams,
  CallResult,
  Contract,
  EventName,
  EventPayload,
  SignalName,
  SignalPayload,
} from './contract.ts'
import { asFailure, Failure } from './failure.ts'
import { clientMessage, type ServerMessage } from './wire.ts'

/** What answers the calls of a contract. A handler that throws a Failure refuses with its code. */
export type CallHandlers<C extends Contract> = {
  readonly [N in CallName<C>]: (params: CallParams<C, N>) => CallResult<C, N> | Promise<CallResult<C, N>>
}

export type SignalHandlers<C extends Contract> = {
  readonly [N in SignalName<C>]: (payload: SignalPayload<C, N>) => void
}

export interface Server<C extends Contract> {
  emit<N extends EventName<C>>(name: N, payload: EventPayload<C, N>): void
  close(): void
}

/**
 * The answering end of a contract over a channel. Parameters are checked on arrival: the other side is not
 * trusted. What does not fit is refused with 'bad-message', or dropped and reported where nobody waits for it.
 */
export function serve<C extends Contract>(
  contract: C,
  channel: Channel,
  handlers: { readonly calls: CallHandlers<C>; readonly signals: SignalHandlers<C> },
  report: { readonly onClose?: () => void; readonly onBadMessage?: (problem: Failure) => void } = {},
): Server<C> {
  let open = true

  function post(message: ServerMessage): void {
    if (open) channel.post(message)
  }

  function refuse(id: number, error: unknown): void {
    const { code, message, detail } = asFailure(error)
    post({ type: 'refusal', id, ok: false, failure: { code, message, detail } })
  }

  async function answer(id: number, name: string, params: unknown): Promise<void> {
    try {
      const shape = contract.calls[name]
      if (!shape) throw new Failure('bad-message', `Call ${name} is not in the contract.`)
      const checked = shape.params.safeParse(params)
      if (!checked.success) throw new Failure('bad-message', `Call ${name}: ${checked.error.message}`)
      const handler = handlers.calls[name as CallName<C>]
      const value = await handler(checked.data as CallParams<C, CallName<C>>)
      post({ type: 'answer', id, ok: true, value })
    } catch (error) {
      refuse(id, error)
    }
  }

  function take(name: string, payload: unknown): void {
    const shape = contract.signals[name]
    const checked = shape?.safeParse(payload)
    if (!checked?.success) {
      report.onBadMessage?.(new Failure('bad-message', `Signal ${name} does not fit the contract.`))
      return
    }
    handlers.signals[name as SignalName<C>](checked.data as SignalPayload<C, SignalName<C>>)
  }

  channel.listen(
    (raw) => {
      const parsed = clientMessage.safeParse(raw)
      if (!parsed.success) {
        report.onBadMessage?.(new Failure('bad-message', 'A message has no known form.'))
        return
      }
      const message = parsed.data
      if (message.type === 'call') void answer(message.id, message.name, message.params)
      else take(message.name, message.payload)
    },
    () => {
      open = false
      report.onClose?.()
    },
  )

  return {
    emit(name, payload) {
      post({ type: 'event', name, payload })
    },
    close() {
      open = false
      channel.close()
    },
  }
}
