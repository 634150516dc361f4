import { splitPath } from '../data/path.ts'
import { desktop, engine } from '../engine/link.ts'
import { untilOf } from '../replay/range.ts'
import { historyWanted } from '../replay/session.ts'
import { useChart } from '../stores/chart.ts'
import { indicatorsOf } from '../stores/indicators.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { fileOfReplay } from './replay-file.ts'

/** Asks where to and saves the replay that is shown as a session file. */
export async function saveSessionFile(): Promise<void> {
  const { info, exchange, hours, adjustment, view, range } = useReplay.getState()
  if (!info || !exchange) return
  const { run } = useRun.getState()
  const before = run?.kind === 'file' ? run : undefined
  const shown = {
    session: info.session,
    until: untilOf(range, info.session),
    exchange,
    symbols: info.symbols.map(({ symbol }) => symbol),
    hours,
    adjustment,
    view,
    interval: useChart.getState().interval,
    indicators: indicatorsOf().map(({ name, params }) => ({ name, params })),
    speed: usePlayback.getState().speed,
  }
  const file = fileOfReplay(shown, before?.file, historyWanted())
  const suggestedName = before?.name.slice(-100) ?? `${exchange.replaceAll('/', '-')}-${info.session}.json`
  const chosen = await attempt(async () => desktop().call('dialog.saveSessionFile', { suggestedName }))
  const { path } = chosen ?? {}
  if (!path) return
  const saved = await attempt(async () => engine().call('sessionFile.save', { path, file }))
  if (saved === undefined) return
  tell('info', `The replay was saved as ${splitPath(path).name}; open it with “Open a session file …”.`)
}
