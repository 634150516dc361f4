import type { CalendarSession, CalendarYear, YearDay } from '#shared/protocol/calendar-calls.ts'
import { formatCount } from '../charts/prices.ts'
import { Fact } from '../replay/fact.tsx'
import { formatDay, formatSessionDay, formatSpan, zoneName } from '../time/zone.ts'

/** Hours of a session on the clock of the exchange and on the one of this computer. */
export function HoursFacts({
  session,
  detail,
  zone,
  notes,
  interruptions,
}: {
  session: YearDay
  detail: CalendarSession | undefined
  zone: string
  notes: readonly string[]
  interruptions: CalendarYear['interruptions']
}) {
  const { open, close, expectedMinutes } = session
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const segments = detail?.segments ?? []
  const breaks = segments.slice(1).map((segment, index) => ({
    open: segments[index]?.close ?? segment.open,
    close: segment.open,
  }))
  const extended = [detail?.preMarket, detail?.postMarket].flatMap((span) => span ?? [])
  return (
    <>
      {notes.length > 0 && (
        <p className="mt-1.5 text-muted text-sm first-letter:uppercase">{notes.join(' · ')}</p>
      )}
      <dl className="mt-2">
        <Fact name="Regular hours">
          {formatSpan(zone, open, close)} {zoneName(zone, open)}
        </Fact>
        {here !== zone && (
          <Fact name="Here">
            {formatDay(here, open) !== formatSessionDay(session.session) && `${formatDay(here, open)} `}
            {formatSpan(here, open, close)} {zoneName(here, open)}
          </Fact>
        )}
        {breaks.length > 0 && (
          <Fact name="Break">{breaks.map((one) => formatSpan(zone, one.open, one.close)).join(', ')}</Fact>
        )}
        {extended.length > 0 && (
          <Fact name="Extended hours">
            {extended.map(({ open, close }, place) => (
              <span key={open} className="whitespace-nowrap">
                {place > 0 && ' '}
                {formatSpan(zone, open, close)}
                {place < extended.length - 1 && ','}
              </span>
            ))}
          </Fact>
        )}
        {interruptions.map(({ start, end, reason }) => (
          <Fact key={start} name="Trading stopped">
            {formatSpan(zone, start, end)}, {reason}
          </Fact>
        ))}
        <Fact name="Expected minutes">{formatCount(expectedMinutes)}</Fact>
      </dl>
    </>
  )
}
