import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import { verifyInTurns } from '../verify/verify-in-turns.ts'
import type { HandlersOf } from './handlers.ts'

/** So many violations are told to the window; the count is of all. */
const mostViolations = 100

export function replayHandlers({
  store,
  replays,
  ticker,
  overlays,
  prefetch,
}: SystemManager): HandlersOf<'replay'> {
  return {
    'replay.open': async ({ exchange, trailing, loadsTrailing = true, charts, opening, ...asked }) => {
      const calendar = overlays.calendars.of(exchange)
      const request = loadsTrailing
        ? { ...asked, windows: trailing }
        : { ...asked, windows: [], keepsPlayed: trailing }
      const info = await replays.open(store.reader, calendar, request, charts, opening)
      const replayed = namesOf(info)
      prefetch.use.note(replayed, 'replay')
      prefetch.use.note(
        charts.map(({ symbol }) => symbol).filter((symbol) => replayed.includes(symbol)),
        'chart',
      )
      return info
    },
    'replay.addSymbols': async ({ symbols }) => {
      const info = await replays.addSymbols(store.reader, symbols)
      const replayed = new Set(namesOf(info))
      prefetch.use.note(
        symbols.filter((symbol) => replayed.has(symbol)),
        'replay',
      )
      return info
    },
    'replay.removeSymbols': ({ symbols }) => replays.removeSymbols(symbols),
    'replay.play': () => {
      replays.play()
      return null
    },
    'replay.pause': () => {
      replays.pause()
      return null
    },
    'replay.step': async ({ minutes }) => {
      await replays.replay.playback.step(minutes)
      return null
    },
    'replay.seek': async ({ at }) => {
      await replays.replay.playback.seek(at)
      return null
    },
    'replay.speed': ({ speed }) => {
      replays.replay.playback.setSpeed(speed)
      return null
    },
    'replay.verify': async () => {
      const { violations, ...report } = await verifyInTurns(replays.replay.loaded, ticker)
      return { ...report, broken: violations.length, violations: violations.slice(0, mostViolations) }
    },
    'replay.roll': async () => {
      await replays.roll()
      return null
    },
    'replay.close': () => {
      replays.close()
      return null
    },
  }
}

function namesOf({ symbols }: ReplayInfo): string[] {
  return symbols.map(({ symbol }) => symbol)
}
