import { describe, expect, test } from 'vitest'
import type { Plan } from '#shared/prefetch/plan.ts'
import { newPlanText, type PlanText, planOfText, textOfPlan } from './plan-form.ts'

const typed: PlanText = { ...newPlanText('XNYS', undefined), choice: 'list', symbols: 'spy, aig  SPY;bac' }

function planOf(text: PlanText): Plan {
  const read = planOfText(text)
  if (!('plan' in read)) throw new Error(read.message)
  return read.plan
}

describe('a plan that is typed', () => {
  test('names each symbol once, in upper case', () => {
    expect(planOf(typed).symbols).toEqual({ kind: 'list', symbols: ['SPY', 'AIG', 'BAC'] })
  })

  test.each<[string, Partial<PlanText>]>([
    ['a list before each open', {}],
    ['a watchlist at a time', { choice: 'watchlist', watchlist: 'Mine', time: 'at', at: '23:45' }],
    ['used symbols by cron', { choice: 'used', most: '7', time: 'cron', line: '5 4 * * *' }],
    ['a bound budget', { budgetMinutes: '30', budgetRequests: '500', missed: 'skip', enabled: false }],
    ['sources in their order', { sources: ['second', 'first'], trailing: '0' }],
  ])('reads back as it was saved: %s', (_name, changes) => {
    const plan = planOf({ ...typed, ...changes })
    expect(planOf(textOfPlan(plan))).toEqual(plan)
  })

  test.each<[string, Partial<PlanText>]>([
    ['name', { name: '  ' }],
    ['symbols', { symbols: ' , ' }],
    ['symbols', { symbols: 'SP?' }],
    ['symbols', { choice: 'used', most: 'many' }],
    ['symbols', { choice: 'watchlist', watchlist: '' }],
    ['trailing', { trailing: '' }],
    ['trailing', { trailing: '2.5' }],
    ['when', { minutes: '0' }],
    ['when', { time: 'at', at: '24:00' }],
    ['when', { time: 'cron', line: ' ' }],
    ['budget', { budgetRequests: '-1' }],
  ])('is refused at its field %s: %j', (field, changes) => {
    expect(planOfText({ ...typed, ...changes })).toMatchObject({
      field,
      message: expect.stringMatching(/\.$/),
    })
  })
})
