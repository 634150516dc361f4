import { type BrokerSettings, usualBroker } from '#shared/backtest/broker-settings.ts'
import { lowerBound } from '#shared/bars/columns.ts'
import type { PaperEntry, PaperNews } from '#shared/protocol/paper-calls.ts'
import type { OrderEvent, OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { Broker } from '../../backtest/broker/broker.ts'
import type { LoadedSession } from '../../replay/loaded-session.ts'
import { Stage } from '../../replay/testing/stage.ts'
import { PaperDesk } from '../paper-desk.ts'

/** What was asked for, as a test notes it: orders by the place of the request in the list. */
export type Asked =
  | { readonly at: EpochMs; readonly type: 'place'; readonly request: OrderRequest }
  | { readonly at: EpochMs; readonly type: 'cancel'; readonly order: number }
  | { readonly at: EpochMs; readonly type: 'change'; readonly order: number; readonly kind: OrderKind }

/** A replay with paper orders, and a window that keeps what it is told of them. */
export class PaperStage {
  readonly stage: Stage
  readonly desk: PaperDesk
  readonly news: PaperNews[] = []
  events: OrderEvent[] = []
  marks: number[] = []
  times: number[] = []
  equity: number[] = []
  record: PaperEntry[] = []

  /** Each look at the time takes `lookMs`, so that long work is cut into slices. */
  constructor(loaded: LoadedSession, lookMs = 0) {
    this.stage = new Stage(loaded)
    const { ticker } = this.stage
    const slow = {
      elapsed: () => {
        ticker.spend(lookMs)
        return ticker.elapsed()
      },
      after: (ms: number, run: () => void) => ticker.after(ms, run),
      soon: (run: () => void) => ticker.soon(run),
    }
    this.desk = new PaperDesk(slow, {
      changed: (news) => this.#take(news),
      recorded: ({ from, entries }) => {
        this.record = [...this.record.slice(0, from), ...entries]
      },
    })
    this.desk.follow(this.stage.replay)
  }

  get now(): EpochMs {
    return this.stage.replay.now()
  }

  /** Lets all that is under way come to its end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      this.stage.draw()
      this.stage.ticker.pass(20)
      await Promise.resolve()
    }
  }

  /** Waits for an answer while time passes; a refusal is given back. */
  async answerOf<T>(asked: Promise<T>): Promise<T | Error> {
    const answer = asked.catch((error: unknown) => error as Error)
    await this.settle()
    return answer
  }

  async step(minutes: number): Promise<void> {
    await this.answerOf(this.stage.replay.playback.step(minutes))
  }

  async place(request: Partial<OrderRequest>): Promise<OrderId> {
    const whole = { symbol: 'S0', side: 'buy', quantity: 10, ...request } as const
    const answer = await this.answerOf(this.desk.place(whole, false))
    if (answer instanceof Error) throw answer
    return answer.order
  }

  /** What happened, by order: "1 placed", "1 filled 10 @ 100.5". */
  said(): string[] {
    return this.events.map((event) => {
      const what = event.type === 'filled' ? ` ${event.fill.quantity} @ ${event.fill.price}` : ''
      return `${event.order} ${event.type}${what}`
    })
  }

  #take(news: PaperNews): void {
    this.news.push(news)
    if (news.from > this.events.length || news.equityFrom > this.times.length)
      throw new Error('The window was told of what comes after something that it never heard of')
    this.events = [...this.events.slice(0, news.from), ...news.events]
    this.marks = [...this.marks.slice(0, news.from), ...news.marks]
    this.times = [...this.times.slice(0, news.equityFrom), ...news.time]
    this.equity = [...this.equity.slice(0, news.equityFrom), ...news.equity]
  }
}

/** The same by the plainest way: minute by minute from the open, each bar through the broker. */
export function straightRun(
  { session, symbols }: LoadedSession,
  asked: readonly Asked[],
  until: EpochMs,
  settings: BrokerSettings = usualBroker,
): { readonly events: readonly OrderEvent[]; readonly equity: readonly number[] } {
  const names = [...new Set(asked.flatMap((one) => (one.type === 'place' ? [one.request.symbol] : [])))]
  const traded = names.flatMap((name) => symbols.filter(({ symbol }) => symbol === name))
  const events: OrderEvent[] = []
  const equity: number[] = []
  const instruments = traded.map(({ symbol }) => ({ symbol, tick: 0.01, lot: 1, synthetic: false }))
  const broker = new Broker(settings, instruments, (event) => events.push(event))
  const placed = new Map<number, OrderId>()
  const ask = (index: number, one: Asked): void => {
    if (one.type === 'place') placed.set(index, broker.place(one.request, one.at))
    const order = one.type === 'place' ? undefined : placed.get(one.order)
    if (order === undefined) return
    if (one.type === 'cancel') broker.cancel(order, one.at, 'cancelled by hand')
    if (one.type === 'change') broker.replace(order, one.kind, one.at)
  }
  let before = Number.NEGATIVE_INFINITY
  for (let end = session.open as number; before < until; end += minuteMs) {
    const time = Math.min(end, until)
    for (const [index, one] of asked.entries()) if (one.at > before && one.at < time) ask(index, one)
    let hasBars = false
    if (time === end) {
      const bars = traded.flatMap(({ columns }, number) => {
        const bar = lowerBound(columns.start, end - minuteMs)
        const isThere = columns.start[bar] === end - minuteMs && end - minuteMs < session.close
        return isThere ? [{ number, columns, bar, close: columns.close[bar] ?? Number.NaN }] : []
      })
      for (const { number, columns, bar } of bars) broker.fill(number, columns, bar, end as EpochMs)
      for (const { number, close } of bars) broker.mark(number, close)
      broker.checkMargin(end as EpochMs)
      hasBars = bars.length > 0
    }
    if (time === session.close && traded.length > 0) broker.sessionEnd(time as EpochMs)
    if (hasBars) equity.push(broker.account.equity())
    for (const [index, one] of asked.entries()) if (one.at === time) ask(index, one)
    before = time
  }
  return { events, equity }
}
