import type { Client } from '#shared/protocol/client.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { forgetImport } from '../data/imports.ts'
import { openStoreAt, takeStore } from '../data/stores.ts'
import { openReplay } from '../replay/session.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { shownNow } from '../stores/shown-session.ts'
import { loadSymbols } from '../stores/symbols.ts'
import { tell } from '../stores/toasts.ts'
import { loadWatchlists } from '../stores/watchlists.ts'
import { formatSecond, zoneName } from '../time/zone.ts'
import { restoreBroker } from '../trading/orders.ts'
import { restorePaperRecord } from '../trading/paper-record.ts'
import { desktop } from './link.ts'

/**
 * Puts back what the window shows, on an engine that has just started: store, session, symbols, charts, clock,
 * speed, and playing. On the first engine of the window that is the store it has open already, or the one the
 * program was started with.
 */
export async function restoreShown(client: Client<EngineContract>, first: boolean): Promise<void> {
  await client.call('engine.hello', undefined)
  await restoreBroker()
  const open = await client.call('store.state', undefined)
  const shown = useOpenStore.getState().store
  if (shown) return putBack(client, open?.path === shown.path, shown.path)
  if (open) return takeStore(open)
  if (!first) return
  const { store } = await desktop().call('app.info', undefined)
  if (store) await openStoreAt(store)
}

async function putBack(client: Client<EngineContract>, isOpen: boolean, path: string): Promise<void> {
  forgetImport()
  const { clock, playing } = usePlayback.getState()
  const { info, session } = useReplay.getState()
  const store = isOpen ? undefined : await client.call('store.open', { path })
  if (store) useOpenStore.setState({ store })
  await Promise.all([loadSymbols(), loadWatchlists(undefined)])
  await restorePaperRecord()
  const place =
    info && info.session === session && clock !== undefined
      ? { at: clock, playing, because: 'stood' as const }
      : undefined
  await openReplay(place)
  const shown = shownNow()
  if (shown && place) {
    tell('info', `Back at ${formatSecond(shown.zone, place.at)} ${zoneName(shown.zone, place.at)}.`)
  }
}
