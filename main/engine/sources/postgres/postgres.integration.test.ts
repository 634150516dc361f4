import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { StoreReader } from '../../store/store.ts'
import { dayBatch, minuteBatch } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { processTicker } from '../../time/ticker.ts'
import { isProvenSilent } from '../answer/silence.ts'
import { HastyTicker } from '../testing/hasty-ticker.ts'
import { heldSecrets } from '../testing/held-secrets.ts'
import { ask, later, minutes, minutesOf, open } from '../testing/made-minutes.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres-server.ts'
import { createTable } from './layout.ts'
import type { DatabasePlace } from './place.ts'
import { PostgresSource } from './postgres-source.ts'
import { type Publishing, publishBars } from './publish.ts'

const programs = postgresPrograms()
const { signal } = new AbortController()
const all: Publishing = {
  symbol: undefined,
  from: '1900-01-01' as SessionDate,
  to: '2999-12-31' as SessionDate,
}
const limits = { requestsPerMinute: 6000, parallel: 4, timeoutMs: 600_000, tries: 3 }
const monday = '2024-07-08' as SessionDate

describe.skipIf(!programs)('a team’s table in PostgreSQL', () => {
  let server: PostgresServer
  let admin: pg.Client

  beforeAll(async () => {
    server = await startPostgres(programs ?? '')
    admin = new pg.Client({
      host: server.host,
      user: server.user,
      password: server.password,
      database: 'postgres',
    })
    await admin.connect()
  })
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
  })
  beforeEach(async () => {
    await admin.query('DROP TABLE IF EXISTS bars')
  })

  function place(told: Partial<DatabasePlace> = {}): DatabasePlace {
    const { host, user } = server
    return { database: 'postgres', host, port: 5432, user, table: 'bars', tls: 'off', ...told }
  }

  function sourceOf(told: Partial<DatabasePlace> = {}, password: string | undefined = server.password) {
    const secrets = heldSecrets(password === undefined ? {} : { PGPASSWORD: password })
    const around = { time: later, calendars: new Calendars(), ticker: new HastyTicker(), random: () => 0.5 }
    return new PostgresSource('team', place(told), limits, secrets, around)
  }

  function publish(store: StoreReader, publishing = all, table = 'bars') {
    const { password } = server
    const connecting = { source: 'team', password, ticker: processTicker, timeoutMs: undefined, signal }
    const passwordPlace = 'in the environment as PGPASSWORD'
    return publishBars(store, publishing, { ...connecting, passwordPlace, place: place({ table }) })
  }

  /** SPY without its minutes 2 and 3, and up to 15:50 only; with a day bar. */
  function stored() {
    const store = openWriter()
    const columns = minutes(0, 380)
    const rows = [...columns.start.keys()].filter((index) => index !== 2 && index !== 3)
    store.importFile(file({ feed: 'our\tfeed \\N' }), [
      minuteBatch(
        rows.map((index) => [
          index,
          at(columns.open, index),
          at(columns.high, index),
          at(columns.low, index),
          at(columns.close, index),
          at(columns.volume, index),
        ]),
      ),
      dayBatch('2024-07-08', 101),
    ])
    return { store, columns }
  }

  test('holds what was published, to the last digit, and publishing again changes nothing', async () => {
    const { store, columns } = stored()
    expect(await publish(store)).toEqual({ symbols: 1, sessions: 2, bars: 379, changed: 379 })
    expect(await publish(store)).toEqual({ symbols: 1, sessions: 2, bars: 379, changed: 0 })
    const answer = (await sourceOf().fetch(ask(['SPY'], 0, 100), signal)).answers.get('SPY')
    if (answer?.kind !== 'bars') throw new Error(answer?.kind)
    expect(minutesOf(answer)).toHaveLength(98)
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const)
      expect(answer.columns[name][50]).toBe(at(columns[name], 52))
    const { rows } = await admin.query('SELECT DISTINCT exchange, feed, session::text, state FROM bars')
    expect(rows).toEqual([
      { exchange: 'XNYS', feed: 'our\tfeed \\N', session: '2024-07-08', state: 'recorded' },
    ])
  })

  test('a bar that was corrected since is brought up to date, alone', async () => {
    const { store } = stored()
    await publish(store)
    store.importFile(file({ feed: 'our\tfeed \\N', seen: '2024-07-09T00:00:00Z' }), [
      minuteBatch([[5, 1, 2, 0.5, 1.5, 10]]),
    ])
    expect(await publish(store)).toMatchObject({ bars: 379, changed: 1 })
    const { rows } = await admin.query("SELECT close, state FROM bars WHERE state <> 'recorded'")
    expect(rows).toEqual([{ close: 1.5, state: 'corrected' }])
  })

  test('only the sessions and the symbol that are asked for are published', async () => {
    const { store } = stored()
    store.importFile(file({ feed: 'our\tfeed \\N' }), [
      minuteBatch([[0, 1, 2, 0.5, 1.5, 10]], { session: '2024-07-09' }),
      minuteBatch([[0, 1, 2, 0.5, 1.5, 10]], { symbol: 'IBM' }),
    ])
    expect(await publish(store, { ...all, symbol: 'IBM' })).toMatchObject({ symbols: 1, bars: 1 })
    const tuesday = '2024-07-09' as SessionDate
    expect(await publish(store, { ...all, from: tuesday, to: tuesday })).toMatchObject({
      sessions: 1,
      bars: 1,
    })
    expect(await publish(store, { ...all, to: monday })).toMatchObject({ symbols: 2, bars: 380 })
  })

  test('proves what it lacks between its bars, and nothing behind them', async () => {
    await publish(stored().store)
    const source = sourceOf()
    expect((await source.fetch(ask(['SPY'], 2, 4), signal)).answers.get('SPY')).toEqual({ kind: 'empty' })
    const { answers, tries } = await source.fetch(ask(['SPY', 'IBM'], 370, 390), signal)
    const spy = answers.get('SPY')
    expect(spy).toMatchObject({
      kind: 'truncated',
      until: addMs(open, 380 * minuteMs),
      fault: { code: 'no-data' },
    })
    expect(spy && isProvenSilent(spy, oneMinute, addMs(open, 385 * minuteMs))).toBe(false)
    expect(answers.get('IBM')).toMatchObject({ kind: 'failed', fault: { code: 'no-data' } })
    expect(tries).toBe(1)
  })

  test('proves nothing before its first bar of a session', async () => {
    const store = openWriter()
    store.importFile(file(), [minuteBatch([[45, 1, 2, 0.5, 1.5, 10]])])
    await publish(store)
    const { answers } = await sourceOf().fetch(ask(['SPY'], 40, 46), signal)
    expect(answers.get('SPY')).toMatchObject({ kind: 'truncated', since: addMs(open, 45 * minuteMs) })
    expect((await sourceOf().fetch(ask(['SPY'], 0, 9), signal)).answers.get('SPY')?.kind).toBe('failed')
  })

  test('bars that somebody else wrote are checked like all others', async () => {
    await admin.query(createTable('bars'))
    const row = "('SPY', 'XNYS', '1m', '2024-07-08T13:3', '2024-07-08', 2, 3, 1, 2, 5, 'recorded', 'x')"
    for (const [minute, wrong] of [
      [0, row],
      [1, row.replace('2, 3, 1, 2', '2, 1, 3, 2')],
      [2, row],
      [3, row.replace('1, 2, 5', "1, 'NaN', 5")],
      [4, row],
      [5, row],
    ] as const)
      await admin.query(`INSERT INTO bars VALUES ${wrong.replace("13:3'", `13:3${minute}:00Z'`)}`)
    const answer = (await sourceOf().fetch(ask(['SPY'], 0, 6), signal)).answers.get('SPY')
    expect(minutesOf(answer)).toEqual([0, 2, 4, 5])
    expect(answer).toMatchObject({
      rejected: [
        { reason: expect.stringContaining('high 1 is below low 3') },
        { reason: expect.stringContaining('close is no number') },
      ],
    })
  })

  test.each<[string, Partial<DatabasePlace>, string | undefined, string, RegExp]>([
    ['no table', {}, undefined, 'missing', /postgres has no table bars\. Publish to it/],
    ['no database', { database: 'moon' }, undefined, 'missing', /has no database moon/],
    ['a wrong password', {}, 'wrong', 'refused', /refused user owner\. Check user and password/],
    ['no server', { host: '/nowhere' }, undefined, 'unreachable', /\/nowhere cannot be reached \(ENOENT\)/],
    [
      'another table',
      { table: 'pg_class' },
      undefined,
      'bad-answer',
      /table pg_class is laid out in another way/,
    ],
  ])('%s is said in one sentence, by a test and by a request', async (_, told, password, code, message) => {
    const source = sourceOf(told, password ?? server.password)
    const { ok, detail } = await source.test(signal)
    expect({ ok, detail }).toEqual({ ok: false, detail: expect.stringMatching(message) })
    const answer = (await source.fetch(ask(['SPY'], 0, 1), signal)).answers.get('SPY')
    expect(answer).toMatchObject({ kind: 'failed', fault: { code, cause: detail } })
    expect(JSON.stringify([detail, answer])).not.toContain(server.password)
  })

  test('a password that is not there is asked for, with its place', async () => {
    const secrets = heldSecrets({ PGPASSWORD: '' })
    const around = { time: later, calendars: new Calendars(), ticker: new HastyTicker(), random: () => 0.5 }
    const { detail } = await new PostgresSource('team', place(), limits, secrets, around).test(signal)
    expect(detail).toMatch(/wants a password that is not there\. Put it in the environment as PGPASSWORD\./)
  })

  test('a password of the environment that is not meant for this server does not reach it', async () => {
    vi.stubEnv('PGPASSWORD', server.password)
    onTestFinished(() => void vi.unstubAllEnvs())
    const around = { time: later, calendars: new Calendars(), ticker: new HastyTicker(), random: () => 0.5 }
    const source = new PostgresSource('team', place(), limits, heldSecrets({}), around)
    expect(await source.test(signal)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/wants a password that is not there/),
    })
  })

  test('a test of one that is right says so', async () => {
    await admin.query(createTable('bars'))
    expect(await sourceOf().test(signal)).toEqual({
      ok: true,
      detail: expect.stringMatching(/^team: table bars of postgres on .* can be read\.$/),
    })
  })

  test('a name of a table is no way into the database', async () => {
    const table = 'bars"; DROP TABLE kept; --'
    await admin.query('CREATE TABLE kept (x int)')
    expect((await sourceOf({ table }).test(signal)).ok).toBe(false)
    expect((await admin.query("SELECT to_regclass('kept') AS kept")).rows).toEqual([{ kept: 'kept' }])
    await admin.query('DROP TABLE kept')
  })

  test('a request that waits for the server is cancelled at once', async () => {
    await admin.query(createTable('bars'))
    const other = new pg.Client({ ...server, database: 'postgres' })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE bars')
    const cancel = new AbortController()
    const reply = sourceOf().fetch(ask(['SPY'], 0, 1), cancel.signal)
    const waiting =
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tapedeck' AND wait_event_type = 'Lock'"
    for (let asked = 0; (await admin.query(waiting)).rowCount === 0; asked++)
      if (asked > 20_000) throw new Error('The request never came.')
    cancel.abort()
    await expect(reply).rejects.toMatchObject({ code: 'cancelled' })
    await other.end()
  })
})
