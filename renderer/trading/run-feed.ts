import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptResults, KeptRun } from '#shared/protocol/backtest-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { useChart } from '../stores/chart.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownRun } from '../stores/shown-run.ts'
import { tell } from '../stores/toasts.ts'
import { type EquityPoints, showEquity, showTrading } from '../stores/trading.ts'
import { ordersOf, resultsOf } from './ask-run.ts'
import { showPaper } from './paper-feed.ts'
import { countUntil, heldAt, type MarkedEvent, mergedEvents, RunEvents, withMarks } from './run-events.ts'
import { TradeLog } from './trade-log.ts'

/** Of a run of more symbols only so many are shown, that in focus among them. */
const mostSymbols = 100

/** What is shown of a run: the events of a session, and how many of them the log has taken. */
interface Shown {
  readonly run: KeptRun
  readonly session: SessionDate
  readonly open: EpochMs
  results: KeptResults
  bySymbol: Map<string, readonly MarkedEvent[]>
  events: readonly MarkedEvent[]
  log: TradeLog
  taken: number
  points: number
}

const runEvents = new RunEvents(ordersOf)
let shown: Shown | undefined
let turn = 0

/** Keeps what is shown of a backtest with the session, the symbol and the clock; answers how to stop. */
export function followRun(): () => void {
  const stops = [
    useShownRun.subscribe(() => void load()),
    useReplay.subscribe(({ info }, before) => {
      if (info?.session !== before.info?.session || (info === undefined) !== (before.info === undefined))
        void load()
    }),
    useChart.subscribe(({ symbol }, before) => {
      if (symbol !== before.symbol && shown) void loadSymbols(shown, turn)
    }),
    usePlayback.subscribe(({ clock }, before) => {
      if (clock !== before.clock && shown) showUntil(shown, clock)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** The store is another: its runs are, too. */
export function forgetRuns(): void {
  runEvents.forget()
  shown = undefined
}

async function load(): Promise<void> {
  const mine = ++turn
  const { run } = useShownRun.getState()
  const { info } = useReplay.getState()
  if (!run) {
    shown = undefined
    showPaper()
    return
  }
  try {
    const results = shown?.run.id === run.id ? shown.results : await resultsOf(run.id)
    if (mine !== turn || !info) return
    const open = info.exchanges.find(({ exchange }) => exchange === run.exchange)?.segments[0]?.open
    const now: Shown = {
      ...{ run, results, session: info.session, open: open ?? info.start },
      ...{ bySymbol: new Map(), events: [], log: new TradeLog(), taken: 0, points: 0 },
    }
    shown = now
    begin(now)
    await loadSymbols(now, mine)
  } catch (error) {
    if (mine === turn) tellOf(run, error)
  }
}

/** The symbol in focus first, then the others, one after the other. */
async function loadSymbols(now: Shown, mine: number): Promise<void> {
  const { run, session, bySymbol, results } = now
  const { symbols } = run.request
  const focused = symbols.filter((symbol) => symbol === useChart.getState().symbol)
  const wanted = [...focused, ...symbols.filter((symbol) => !focused.includes(symbol))]
  try {
    for (const symbol of wanted.slice(0, mostSymbols)) {
      if (bySymbol.has(symbol)) continue
      const events = await runEvents.of(run.id, symbol, session)
      if (mine !== turn || shown !== now) return
      bySymbol.set(symbol, withMarks(events, run.request, results.trades))
      if (events.length === 0 && bySymbol.size > 1) continue
      now.events = mergedEvents([...bySymbol.values()])
      begin(now)
    }
  } catch (error) {
    if (mine === turn) tellOf(run, error)
  }
}

/** Shows all from the session's open on. */
function begin(now: Shown): void {
  now.log = new TradeLog(heldAt(now.open, now.run.request, now.results.trades))
  now.taken = -1
  showUntil(now, usePlayback.getState().clock)
}

function showUntil(now: Shown, clock: EpochMs | undefined): void {
  const until = clock ?? now.open
  const count = countUntil(now.events, until)
  const points = pointsUntil(now.results.curve.time, until)
  if (count === now.taken && points === now.points) return
  if (count < now.taken) now.log = new TradeLog(heldAt(now.open, now.run.request, now.results.trades))
  const from = count < now.taken ? 0 : Math.max(0, now.taken)
  for (const { event, marks } of now.events.slice(from, count)) now.log.take(event, marks)
  const isSame = count === now.taken
  now.taken = count
  now.points = points
  if (isSame) showEquity(equityOf(now))
  else showTrading({ source: 'run', log: now.log, equity: equityOf(now), later: 0 })
}

function equityOf({ run, results: { curve }, points }: Shown): EquityPoints {
  return { time: curve.time, equity: curve.equity, length: points, cash: run.request.broker.cash }
}

function pointsUntil(time: Float64Array, clock: number): number {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low
}

function tellOf(run: KeptRun, error: unknown): void {
  const { code, message } = asFailure(error)
  if (code !== 'engine-gone') tell('error', `${run.name} cannot be shown on the chart: ${message}`)
}
