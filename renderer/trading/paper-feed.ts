import type { PaperNews } from '#shared/protocol/paper-calls.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { usePaper } from '../stores/paper.ts'
import { useShownRun } from '../stores/shown-run.ts'
import { type EquityPoints, showEquity, showTrading } from '../stores/trading.ts'
import { TradeLog } from './trade-log.ts'

let session: string | undefined
let events: OrderEvent[] = []
let marks: number[] = []
let times: number[] = []
let equity: number[] = []
let log = new TradeLog()
/** Events that the log has taken. */
let taken = 0
let later = 0

/** Takes in what the engine tells of paper orders. */
export function takePaper(news: PaperNews): void {
  if (news.session !== session) forgetPaper()
  session = news.session
  // What came before was told to a window that is gone: all of it comes again.
  if (news.from > events.length || news.equityFrom > times.length) return
  cut(events, marks, news.from)
  cut(times, equity, news.equityFrom)
  for (const event of news.events) events.push(event)
  for (const mark of news.marks) marks.push(mark)
  for (const time of news.time) times.push(time)
  for (const value of news.equity) equity.push(value)
  const isSame = news.events.length === 0 && news.from === taken && news.later === later
  later = news.later
  if (taken > news.from) {
    log = new TradeLog()
    taken = 0
  }
  for (; taken < events.length; taken++) {
    const event = events[taken]
    if (event) log.take(event, marks[taken] ?? 0)
  }
  if (!isSame) showPaper()
  else if (!useShownRun.getState().run) showEquity(equityNow())
}

/** Shows orders by hand, unless those of a backtest are shown. */
export function showPaper(): void {
  if (useShownRun.getState().run) return
  showTrading({
    source: 'paper',
    log,
    equity: equityNow(),
    later,
  })
}

function equityNow(): EquityPoints {
  return { time: times, equity, length: times.length, cash: usePaper.getState().broker.cash }
}

/** Another session is shown, or none: what happened in the one before is gone. */
export function forgetPaper(): void {
  session = undefined
  events = []
  marks = []
  times = []
  equity = []
  log = new TradeLog()
  taken = 0
  later = 0
  showPaper()
}

function cut(one: unknown[], other: unknown[], length: number): void {
  one.length = length
  other.length = length
}
