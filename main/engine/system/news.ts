import type { EventName, EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'

type Name = EventName<EngineContract>
/** Tells one listener what happens, by the events of the contract. */
export type Tell = <N extends Name>(name: N, payload: EventPayload<EngineContract, N>) => void
