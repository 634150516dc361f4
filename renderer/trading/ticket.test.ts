import { beforeEach, expect, test } from 'vitest'
import { changeTicket, closeTicket, openTicket, requestOf, type TicketForm, useTicket } from './ticket.ts'

beforeEach(() => useTicket.setState(useTicket.getInitialState(), true))

function typed(changes: Partial<TicketForm>): ReturnType<typeof requestOf> {
  return requestOf({ ...useTicket.getState().form, ...changes }, 'SPY')
}

test.each<[Partial<TicketForm>, object]>([
  [{}, { kind: { type: 'market' }, quantity: 100, tif: 'day' }],
  [
    { quantity: '1,500', tif: 'gtc' },
    { quantity: 1500, tif: 'gtc' },
  ],
  [{ type: 'limit', limit: ' 9.5 ' }, { kind: { type: 'limit', limit: 9.5 } }],
  [{ type: 'stop', stop: '9' }, { kind: { type: 'stop', stop: 9 } }],
  [{ type: 'stop-limit', stop: '9', limit: '10' }, { kind: { type: 'stop-limit', stop: 9, limit: 10 } }],
  [
    { type: 'trailing-stop', trail: '2', trailBy: 'percent' },
    { kind: { type: 'trailing-stop', trail: { by: 'percent', percent: 2 } } },
  ],
  [
    { takeProfit: '12', stopLoss: '8', oco: ' one ' },
    { bracket: { takeProfit: 12, stopLoss: 8 }, oco: 'one' },
  ],
])('%j is an order', (changes, request) => {
  expect(typed(changes)).toMatchObject({ request: { symbol: 'SPY', side: 'buy', ...request } })
})

test.each<[Partial<TicketForm>, keyof TicketForm]>([
  [{ quantity: '' }, 'quantity'],
  [{ quantity: '-1' }, 'quantity'],
  [{ quantity: 'many' }, 'quantity'],
  [{ type: 'limit' }, 'limit'],
  [{ type: 'stop', limit: '1' }, 'stop'],
  [{ type: 'stop-limit', stop: '1' }, 'limit'],
  [{ type: 'trailing-stop', trail: '0' }, 'trail'],
  [{ takeProfit: 'x' }, 'takeProfit'],
])('%j lacks something', (changes, field) => {
  expect(typed(changes)).toMatchObject({ field, problem: expect.stringContaining('Type') })
})

test('what is empty is not part of an order', () => {
  const answer = typed({})
  expect(Object.keys('request' in answer ? answer.request : {})).not.toContain('bracket')
  expect(Object.keys('request' in answer ? answer.request : {})).not.toContain('oco')
})

test('the ticket opens for a side, at a price as an order that waits for it, and keeps what was typed', () => {
  changeTicket({ quantity: '7' })
  openTicket('sell', { type: 'limit', price: 12.5 })
  expect(useTicket.getState()).toMatchObject({
    open: true,
    form: { side: 'sell', type: 'limit', limit: '12.5', quantity: '7' },
  })
  openTicket('buy', { type: 'stop', price: 13 })
  expect(useTicket.getState().form).toMatchObject({ side: 'buy', type: 'stop', stop: '13' })
  closeTicket()
  openTicket('buy')
  expect(useTicket.getState().form).toMatchObject({ type: 'stop' })
})
