import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { CallHandlers } from '#shared/protocol/server.ts'

export type EngineHandlers = CallHandlers<EngineContract>
/** The handlers of one domain, e.g. those whose names begin with `store.`. */
export type HandlersOf<Domain extends string> = Pick<
  EngineHandlers,
  Extract<keyof EngineHandlers, `${Domain}.${string}`>
>
