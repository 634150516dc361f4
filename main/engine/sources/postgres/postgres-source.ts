import type pg from 'pg'
import { z } from 'zod'
import { stateCode } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { barEnd } from '../../store/bar-end.ts'
import { BarGatherer } from '../answer/bar-gatherer.ts'
import type { BarRequest, DataSource, SourceReply, SourceTest } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import type { NetSurroundings } from '../http/json-client.ts'
import type { Gate } from '../limits/gate.ts'
import type { SourceLimits } from '../limits/limits.ts'
import { RequestGate } from '../limits/request-gate.ts'
import { type Sent, sendWithRetries } from '../limits/retry.ts'
import { labelsOf, sessionHorizon } from '../local/session-horizon.ts'
import type { SessionSpan } from '../local/session-spans.ts'
import { type Asked, allFailed, replyTo } from '../reply.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { sourceIdentity } from '../source-identity.ts'
import { withConnection } from './connection.ts'
import { identifier } from './layout.ts'
import { type DatabasePlace, passwordServer, serverName } from './place.ts'

export const postgresLimits: SourceLimits = {
  requestsPerMinute: 6000,
  parallel: 4,
  timeoutMs: 30_000,
  tries: 5,
}

/** NaN and the infinities are doubles too; as a bar's values they are rejected one by one. */
const double = z.custom<number>((value) => typeof value === 'number')
const barRow = z.object({
  symbol: z.string(),
  start: double,
  open: double,
  high: double,
  low: double,
  close: double,
  volume: double,
  state: z.string(),
})
const spanRow = z.object({ symbol: z.string(), session: z.string(), first: double, last: double })
const milliseconds = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

/** A team's bars in PostgreSQL, or in what speaks its protocol and dialect: TimescaleDB, Citus. */
export class PostgresSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly #place: DatabasePlace
  readonly #limits: SourceLimits
  readonly #secrets: Secrets
  readonly #around: NetSurroundings
  readonly #gate: Gate

  constructor(
    name: string,
    place: DatabasePlace,
    limits: SourceLimits,
    secrets: Secrets,
    around: NetSurroundings,
  ) {
    this.name = name
    this.identity = sourceIdentity('postgres', [place.host, place.port, place.database, place.table])
    this.#place = place
    this.#limits = limits
    this.#secrets = secrets
    this.#around = around
    this.#gate = around.gateOf?.(name, limits) ?? new RequestGate(name, limits, around.ticker)
  }

  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    return replyTo(this.name, request, this.#around, (calendar) => this.#ask(request, calendar, signal))
  }

  async test(signal: AbortSignal): Promise<SourceTest> {
    const { table, database } = this.#place
    const sent = await this.#query(signal, (client) => client.query(readBars(table, '1 = 0')))
    if (!sent.ok) return { ok: false, detail: sent.fault.cause }
    const place = `table ${table} of ${database} on ${serverName(this.#place)}`
    return { ok: true, detail: `${this.name}: ${place} can be read.` }
  }

  async close(): Promise<void> {}

  async #ask(request: BarRequest, calendar: TradingCalendar, signal: AbortSignal): Promise<Asked> {
    const labels = labelsOf(request, calendar)
    let tries = 0
    const sent = await this.#query(signal, (client) => {
      tries++
      return askFor(client, this.#place.table, request, labels)
    })
    if (!sent.ok) return { tries: Math.max(1, tries), answers: allFailed(request, sent.fault) }
    const gatherer = new BarGatherer(this.name, request, { now: this.#around.time.now(), settleMs: 0 })
    const { spans } = sent.value
    for (const { symbol, state, ...bar } of sent.value.bars) gatherer.add(symbol, bar, stateCode(state))
    const spanOf = (symbol: string, { date }: Session): SessionSpan | undefined => {
      const span = spans.find((one) => one.symbol === symbol && one.session === date)
      if (!span) return undefined
      const end = barEnd(calendar, request.interval, date, span.last)
      // How quiet it is between the two is not asked for, so nothing that is missing before or behind is usual.
      return { start: span.first as EpochMs, end: end as EpochMs, usualSilenceMs: 0 }
    }
    const answers = gatherer.answers((symbol) =>
      sessionHorizon(this.name, symbol, request, calendar, (session) => spanOf(symbol, session)),
    )
    return { tries, answers }
  }

  async #query<T>(signal: AbortSignal, use: (client: pg.Client) => Promise<T>): Promise<Sent<T>> {
    const { ticker, random } = this.#around
    const keyPlace = { source: this.name, server: passwordServer(this.#place) }
    const password = await this.#secrets.read(keyPlace, 'PGPASSWORD')
    const connecting = {
      source: this.name,
      place: this.#place,
      password,
      ticker,
      timeoutMs: this.#limits.timeoutMs,
      signal,
    }
    const sent = await sendWithRetries(
      this.#limits.tries,
      () => this.#gate.pass(signal, () => withConnection(connecting, use)),
      { source: this.name, ticker, random, signal },
    )
    if (sent.ok || sent.fault.code !== 'no-key') return sent
    const cause = `${sent.fault.cause} Put it ${this.#secrets.placeOf(this.name, 'PGPASSWORD')}.`
    return { ok: false, fault: faultOf('no-key', cause) }
  }
}

function readBars(table: string, where: string): string {
  return `
    SELECT symbol, ${milliseconds('start_time')} AS start, open, high, low, close, volume, state
    FROM ${identifier(table)} WHERE ${where}`
}

/** Bars of the window, and where the sessions that it touches begin and end. */
async function askFor(
  client: pg.Client,
  table: string,
  { exchange, symbols, interval, start, end }: BarRequest,
  { from, to }: { readonly from: SessionDate; readonly to: SessionDate },
) {
  const which = 'symbol = ANY($1) AND bar_interval = $2 AND exchange = $3'
  const window = `${which} AND start_time >= to_timestamp($4 / 1000.0) AND start_time < to_timestamp($5 / 1000.0)`
  const bars = await client.query(readBars(table, window), [symbols, interval, exchange, start, end])
  const spans = await client.query(
    `SELECT symbol, session::text AS session, ${milliseconds('min(start_time)')} AS first,
       ${milliseconds('max(start_time)')} AS last
     FROM ${identifier(table)} WHERE ${which} AND session BETWEEN $4 AND $5 GROUP BY symbol, session`,
    [symbols, interval, exchange, from, to],
  )
  return { bars: z.array(barRow).parse(bars.rows), spans: z.array(spanRow).parse(spans.rows) }
}
