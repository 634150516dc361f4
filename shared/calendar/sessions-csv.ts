import { Failure } from '../protocol/failure.ts'
import { formatUtc, parseUtc } from '../time/epoch.ts'
import { parseSessionDate, type SessionDate } from './session-date.ts'
import type { Session } from './trading-calendar.ts'

/** One line of sessions as CSV: the label, and times as YYYY-MM-DDTHH:MM:SSZ, empty for no break. */
export interface SessionRow {
  readonly session: SessionDate
  readonly open: string
  readonly close: string
  readonly break_start: string
  readonly break_end: string
}

const columns = ['session', 'open', 'close', 'break_start', 'break_end'] as const

/**
 * Sessions as CSV text: a header, then one line a session, LF line ends. The label is YYYY-MM-DD, the times are UTC.
 * The break is the one between the first two segments, empty when there is one segment only.
 */
export function sessionsCsv(sessions: Iterable<Session>): string {
  let text = `${columns.join(',')}\n`
  for (const session of sessions) {
    const row = sessionRow(session)
    text += `${row.session},${row.open},${row.close},${row.break_start},${row.break_end}\n`
  }
  return text
}

/** A session as its line of CSV shows it. */
export function sessionRow({ date, open, close, segments }: Session): SessionRow {
  const [first, second] = segments
  return {
    session: date,
    open: formatUtc(open),
    close: formatUtc(close),
    break_start: first && second ? formatUtc(first.close) : '',
    break_end: first && second ? formatUtc(second.open) : '',
  }
}

/**
 * Reads sessions from CSV text: five columns under a header line whose names do not matter, the label as YYYY-MM-DD
 * or as that date's midnight, as other tools print it. Throws a Failure of code 'bad-file' that names the line and,
 * by `name`, the file.
 */
export function parseSessionsCsv(text: string, name: string): readonly SessionRow[] {
  const rows: SessionRow[] = []
  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line === '') continue
    const row = readRow(line)
    const before = rows.at(-1)
    if (!row || (before && before.session >= row.session)) {
      const cause = row ? 'is not after the session of the line before' : `is not ${columns.join(',')} in UTC`
      throw new Failure('bad-file', `${name}:${index + 1}: "${line}" ${cause}. Correct the line.`)
    }
    rows.push(row)
  }
  return rows
}

function readRow(line: string): SessionRow | undefined {
  const fields = line.split(',')
  const [label = '', open = '', close = '', break_start = '', break_end = ''] = fields
  const session = parseSessionDate(label.replace(/T00:00:00Z$/, ''))
  const times = [open, close, ...(break_start || break_end ? [break_start, break_end] : [])]
  if (!session || fields.length > columns.length) return undefined
  if (times.some((time) => parseUtc(time) === undefined)) return undefined
  return { session, open, close, break_start, break_end }
}
