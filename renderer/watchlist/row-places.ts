import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { useReplay } from '../stores/replay.ts'

/** Where a symbol's quote stands in a frame, and what it is compared with. */
export interface RowPlace {
  readonly index: number
  readonly previousClose: number | undefined
}

type Places = ReadonlyMap<string, RowPlace>

const none: Places = new Map()
const made = new WeakMap<ReplayInfo, Places>()

/** The places of the symbols of a replay. */
export function placesIn(info: ReplayInfo | undefined): Places {
  if (!info) return none
  const known = made.get(info)
  if (known) return known
  const places = new Map(
    info.symbols.map(({ symbol, previousClose }, index) => [symbol, { index, previousClose }] as const),
  )
  made.set(info, places)
  return places
}

/** Listens, outside React's rendering, until the returned function is called; is told the places of now at once. */
export function watchPlaces(listener: (places: Places) => void): () => void {
  listener(placesIn(useReplay.getState().info))
  return useReplay.subscribe(({ info }, before) => {
    if (info !== before.info) listener(placesIn(info))
  })
}
