import { showSession } from '../replay/session.ts'
import { chooseInterval, intervals, useChart } from '../stores/chart.ts'
import { setIndicators } from '../stores/indicators.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useSessionFile } from '../stores/session-file.ts'
import { closeOverlay, showView } from '../stores/view.ts'
import { replayOfFile } from './replay-file.ts'

/** Opens the replay that the opened session file describes, with the symbols that can take part. */
export async function startRun(): Promise<void> {
  const { opened } = useSessionFile.getState()
  if (opened?.state !== 'read') return
  const { name, file, readiness } = opened
  if (!readiness?.exchange || !readiness.firstSession) return
  const { exchange, firstSession: session, lastSession: last = session, symbols, windows } = readiness
  const until = last > session ? last : undefined
  const now = { interval: useChart.getState().interval, speed: usePlayback.getState().speed }
  const shown = replayOfFile(file, { session, until, exchange, symbols }, now, intervals)
  closeOverlay()
  showView('replay')
  useRun.setState({ run: { kind: 'file', name, file, symbols, windows } })
  chooseInterval(shown.interval)
  usePlayback.setState({ speed: shown.speed })
  if (file.indicators) setIndicators(shown.indicators)
  const range = until && { first: session, last: until }
  const { hours, adjustment, view } = shown
  useReplay.setState({ exchange, hours, adjustment, view, range, rolledFrom: undefined })
  await showSession(session, exchange)
}
