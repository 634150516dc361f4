import { oneMinute } from '#shared/bars/interval.ts'
import type { Readiness } from '#shared/session-file/readiness.ts'
import { type IndicatorLine, runOf, type SessionFile, trailingOf } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { formatCount } from '../charts/prices.ts'
import { Fact } from '../replay/fact.tsx'
import { speedName } from '../stores/playback.ts'
import { formatSession } from '../time/zone.ts'
import { namesOf } from './names.ts'

/** What a session file asks for, in words. */
export function RunFacts({ file, readiness }: { file: SessionFile; readiness: Readiness | undefined }) {
  const { symbols, hours = 'regular', speed, intervals = [], indicators = [] } = file
  const windows = trailingOf(file).filter(({ sessions }) => sessions > 0)
  const made = intervals.filter((interval) => interval !== oneMinute)
  return (
    <section aria-label="What will be replayed">
      <h3 className="panel-title mb-1">What will be replayed</h3>
      <dl className="grid grid-cols-2 gap-x-8">
        <Fact name="Sessions">{datesOf(file, readiness)}</Fact>
        <Fact name="Exchange">
          {readiness?.exchange ?? file.exchange?.toUpperCase() ?? 'that of the symbols'}
        </Fact>
        <Fact name="Symbols">
          {formatCount(symbols.length)}: {namesOf(symbols, 6)}
        </Fact>
        <Fact name="Hours">{hours === 'all' ? 'extended' : 'regular'}</Fact>
        <Fact name="Trailing sessions">
          {windows.length > 0 ? windows.map(windowText).join(', ') : 'none'}
        </Fact>
        <Fact name="Speed">{speed === undefined ? 'as it is set' : speedName(speed)}</Fact>
        <Fact name="Bars">{[oneMinute, ...made].join(', ')}</Fact>
        <Fact name="Indicators">
          {indicators.length > 0 ? indicators.map(indicatorText).join(', ') : 'none'}
        </Fact>
      </dl>
    </section>
  )
}

function datesOf(file: SessionFile, readiness: Readiness | undefined): string {
  const { from, to } = runOf(file)
  if (from === to) return formatSession(from)
  const count = readiness?.exchange ? `${formatCount(readiness.sessions)}, ` : ''
  return `${count}${formatSession(from)} to ${formatSession(to)}`
}

function windowText({ sessions, interval, symbols }: TrailingWindow): string {
  return `${sessions} of ${interval}${symbols ? ` (${namesOf(symbols, 3)})` : ''}`
}

/** "sma 9 of 5m (SPY)". */
function indicatorText({ name, params, interval, symbols }: IndicatorLine): string {
  const values = Object.values(params ?? {})
  const set = values.length > 0 ? ` ${values.join('/')}` : ''
  return `${name}${set} of ${interval}${symbols ? ` (${namesOf(symbols, 3)})` : ''}`
}
