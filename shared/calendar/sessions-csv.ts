import { formatUtc } from '../time/epoch.ts'
import type { Session } from './trading-calendar.ts'

/**
 * Sessions as CSV text: a header, then one line a session, LF line ends. The label is YYYY-MM-DD, the times are UTC.
 * The break is the one between the first two segments, empty when there is one segment only.
 */
export function sessionsCsv(sessions: Iterable<Session>): string {
  let text = 'session,open,close,break_start,break_end\n'
  for (const session of sessions) text += sessionLine(session)
  return text
}

function sessionLine({ date, open, close, segments }: Session): string {
  const [first, second] = segments
  const pause = first && second ? `${formatUtc(first.close)},${formatUtc(second.open)}` : ','
  return `${date},${formatUtc(open)},${formatUtc(close)},${pause}\n`
}
