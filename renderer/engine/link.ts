import type { Client } from '#shared/protocol/client.ts'
import type { DesktopContract } from '#shared/protocol/desktop-contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'

let engineClient: Client<EngineContract> | undefined
let desktopClient: Client<DesktopContract> | undefined

/** The engine that runs now. Throws 'engine-gone' while there is none. */
export function engine(): Client<EngineContract> {
  if (!engineClient) throw new Failure('engine-gone', 'The engine is not running.')
  return engineClient
}

/** Whether a client is still the one that runs now: what waited for an older one is out of date. */
export function isCurrentEngine(client: Client<EngineContract>): boolean {
  return client === engineClient
}

export function setEngine(client: Client<EngineContract> | undefined): void {
  engineClient = client
}

/** Electron's main process. Throws while the preload has not handed over its port. */
export function desktop(): Client<DesktopContract> {
  if (!desktopClient) throw new Failure('engine-gone', 'The window is not connected to the program.')
  return desktopClient
}

export function setDesktop(client: Client<DesktopContract>): void {
  desktopClient = client
}
