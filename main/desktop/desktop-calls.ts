import type { CallResult } from '#shared/protocol/contract.ts'
import type { DesktopContract, EngineState } from '#shared/protocol/desktop-contract.ts'
import type { CallHandlers } from '#shared/protocol/server.ts'
import type { Dialogs } from './dialogs.ts'
import type { Keychain } from './keychain/keychain.ts'
import type { PlanScheduler } from './overnight/schedule/plan-scheduler.ts'
import type { RecentStores } from './recent-stores.ts'

export interface Desktop {
  readonly info: CallResult<DesktopContract, 'app.info'>
  readonly dialogs: Dialogs
  readonly recents: RecentStores
  readonly keychain: Keychain
  readonly scheduler: PlanScheduler
  readonly engine: { readonly state: EngineState; start(): void }
}

/** What the desktop answers to the window. */
export function desktopCalls({
  info,
  dialogs,
  recents,
  keychain,
  scheduler,
  engine,
}: Desktop): CallHandlers<DesktopContract> {
  return {
    'app.info': () => info,
    'dialog.importFolder': () => dialogs.importFolder(),
    'dialog.importFile': () => dialogs.importFile(),
    'dialog.sourceFolder': () => dialogs.sourceFolder(),
    'dialog.exportFolder': () => dialogs.exportFolder(),
    'dialog.openRunFile': () => dialogs.openRunFile(),
    'dialog.openStore': () => dialogs.openStore(),
    'dialog.newStore': ({ suggestedName }) => dialogs.newStore(suggestedName),
    'dialog.openSessionFile': () => dialogs.openSessionFile(),
    'dialog.saveSessionFile': ({ suggestedName }) => dialogs.saveSessionFile(suggestedName),
    'dialog.openStrategy': () => dialogs.openStrategy(),
    'recents.list': () => recents.list(),
    'recents.add': ({ path }) => recents.add(path),
    'recents.remove': ({ path }) => recents.remove(path),
    'keys.keeping': () => {
      const problem = keychain.problem()
      return problem === undefined ? {} : { problem }
    },
    'keys.set': ({ place, keys }) => {
      keychain.set(place, keys)
      return null
    },
    'keys.forget': (place) => {
      keychain.forget(place)
      return null
    },
    'overnight.entry': (plan) => scheduler.entry(plan),
    'overnight.install': (plan) => scheduler.install(plan),
    'overnight.uninstall': (plan) => scheduler.uninstall(plan),
    'engine.state': () => engine.state,
    'engine.restart': () => {
      engine.start()
      return null
    },
  }
}
