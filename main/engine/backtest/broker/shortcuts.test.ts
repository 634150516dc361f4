import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { columnsOf } from '../../store/testing/columns.ts'
import { Broker } from './broker.ts'
import { brokers, courses, instruments, type Minute } from './testing/courses.ts'

/** Events and equity of a course whose bars end together, by all that the broker can do or by what it says it must. */
function play(settings: BrokerSettings, minutes: readonly Minute[], isThorough: boolean) {
  const events: OrderEvent[] = []
  const equity: number[] = []
  const broker = new Broker(settings, instruments, (event) => events.push(event))
  for (const [minute, { bars, requests, cancel, endsSession }] of minutes.entries()) {
    const end = ((minute + 1) * minuteMs) as EpochMs
    for (const [symbol, bar] of bars.entries())
      if (bar && (isThorough || broker.hasOrders(symbol))) broker.fill(symbol, columnsOf([bar]), 0, end)
    for (const [symbol, bar] of bars.entries()) if (bar) broker.mark(symbol, bar[4])
    broker.checkMargin(end)
    for (const request of requests) broker.place(request, end)
    const open = cancel === undefined ? undefined : broker.openOrders()[cancel]
    if (open) broker.cancel(open.id, end)
    if (endsSession) broker.sessionEnd(end)
    equity.push(broker.account.equity(), broker.account.exposure(), broker.account.buyingPower())
    for (const symbol of instruments.keys())
      expect(broker.waitingAtMarket(symbol)).toBe(
        broker
          .openOrders(symbol)
          .filter(({ kind }) => kind.type === 'market')
          .reduce((sum, { side, left }) => (side === 'buy' ? sum + left : sum - left), 0),
      )
  }
  return { events, equity }
}

test('a bar that the broker says it need not look at fills nothing', () => {
  fc.assert(
    fc.property(brokers, courses, (settings, minutes) => {
      expect(play(settings, minutes, false)).toEqual(play(settings, minutes, true))
    }),
    { numRuns: 300 },
  )
})
