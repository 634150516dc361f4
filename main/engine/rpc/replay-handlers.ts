import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function replayHandlers({ store, replays }: SystemManager): HandlersOf<'replay'> {
  return {
    'replay.open': ({ exchange, ...request }) => replays.open(store.reader, calendarOf(exchange), request),
    'replay.play': () => {
      replays.replay.playback.play()
      return null
    },
    'replay.pause': () => {
      replays.replay.playback.pause()
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
    'replay.close': () => {
      replays.close()
      return null
    },
  }
}
