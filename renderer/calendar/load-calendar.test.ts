import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { CalendarQuality } from '#shared/protocol/calendar-calls.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import type { CallParams } from '#shared/protocol/contract.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import { type CallHandlers, serve } from '#shared/protocol/server.ts'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { setEngine } from '../engine/link.ts'
import { firstState, useCalendar } from './calendar-state.ts'
import { chooseDay, chooseExchange } from './choose.ts'
import { loadYear, refreshSessions } from './load-calendar.ts'

const exchange = 'XNYS'
const first = '2024-01-02' as SessionDate
const second = '2024-01-03' as SessionDate
const usual = {
  open: epochMs(1),
  close: epochMs(2),
  earlyClose: false,
  lateOpen: false,
  expectedMinutes: 390,
}

type Asked = CallParams<EngineContract, 'calendar.quality'>
let asked: Asked[] = []
/** Answers a question about quality; a test may put it off. */
let answer: (question: Asked) => Promise<CalendarQuality>
let stop: () => void

beforeEach(() => {
  asked = []
  answer = async (question) => qualityOf(question, 1)
  const [near, far] = channelPair()
  const calls = {
    'calendar.range': () => ({
      ...{ name: 'New York', zone: 'America/New_York', version: '1', source: 'made' },
      first: '1990-01-01' as SessionDate,
      last: '2028-12-31' as SessionDate,
    }),
    'calendar.year': () => ({
      ...{ exchange, version: '1', closures: [], interruptions: [], clockChanges: [] },
      sessions: [first, second].map((session) => ({ session, ...usual })),
    }),
    'calendar.quality': (question: Asked) => {
      asked.push(question)
      return answer(question)
    },
  } as unknown as CallHandlers<EngineContract>
  const server = serve(engineContract, far, { calls, signals: { 'frame.drawn': () => undefined } })
  setEngine(createClient(engineContract, near))
  stop = () => server.close()
  useCalendar.setState({ ...firstState, exchange, chosen: first })
})
afterEach(() => {
  stop()
  setEngine(undefined)
})

/** Sessions of the question, of each of which so many minutes are missing. */
function qualityOf({ from, to }: Asked, missing: number): CalendarQuality {
  const sessions = [first, second].filter((session) => session >= from && session <= to)
  const row = countColumns.map(
    (name) => ({ expected: 390, recorded: 390 - missing, missing })[name as 'missing'] ?? 0,
  )
  return {
    clock: epochMs(3),
    symbols: 1,
    sessions,
    stored: Int32Array.from(sessions, () => 1),
    counts: Int32Array.from(sessions.flatMap(() => row)),
  }
}

function missingOf(session: SessionDate): number | undefined {
  return useCalendar.getState().quality?.sessions.get(session)?.counts.missing
}

test('a year comes with its sessions and what they lack', async () => {
  await loadYear()
  expect(useCalendar.getState().year?.sessions).toHaveLength(2)
  expect(missingOf(second)).toBe(1)
  expect(useCalendar.getState().counting).toBe(false)
})

test('of a session whose bars changed that session alone is asked about, and the others stay', async () => {
  await loadYear()
  const before = useCalendar.getState().quality?.sessions.get(first)
  answer = async (question) => qualityOf(question, 7)
  refreshSessions([second, second, '2023-05-05' as SessionDate])
  await expect.poll(() => missingOf(second), { timeout: 20_000 }).toBe(7)
  expect(asked.slice(1)).toEqual([{ exchange, from: second, to: second }])
  expect(useCalendar.getState().quality?.sessions.get(first)).toBe(before)
})

test('what comes for an earlier choice is not shown', async () => {
  let release: (() => void) | undefined
  answer = async (question) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return qualityOf(question, 1)
  }
  const loading = loadYear()
  await expect.poll(() => release, { timeout: 20_000 }).toBeDefined()
  chooseExchange('XLON')
  answer = async (question) => qualityOf(question, 2)
  await loadYear()
  release?.()
  await loading
  expect(asked.map((question) => question.exchange)).toEqual(['XNYS', 'XLON'])
  expect(missingOf(first)).toBe(2)
})

test('R6: nothing is asked about a year that the calendar does not answer for', async () => {
  useCalendar.setState({ chosen: '1980-06-02' as SessionDate })
  await loadYear()
  expect(asked).toEqual([])
  expect(useCalendar.getState()).toMatchObject({ year: undefined, counting: false })
  chooseDay('1980-06-03' as SessionDate)
  expect(useCalendar.getState().chosen).toBe('1990-01-01')
})
