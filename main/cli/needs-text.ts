import { type NeedLine, presenceOf, type Readiness } from '#shared/session-file/readiness.ts'

const mostLines = 12
const mostNamed = 5

/** What a run needs and what of it is missing, in a few lines; what is missing stands first. */
export function needsText(path: string, { exchange, sessions, symbols, needs, leftOut }: Readiness): string {
  const head = `${path}: ${counted(sessions, 'session')} of ${exchange}, ${counted(symbols.length, 'symbol')}`
  const out = leftOut.map(({ symbol, reason }) => `left out ${symbol}: ${reason}`)
  const sorted = needs.toSorted((one, other) => Number(one.missing === 0) - Number(other.missing === 0))
  return [head, ...short(out), ...short(sorted.map(lineText))].map((line) => `${line}\n`).join('')
}

function lineText(line: NeedLine): string {
  const { symbols, interval, from, to, sessions, missing, missingSessions, reasons } = line
  const when = from === to ? from : `${from} to ${to}`
  const lack =
    missing === 0
      ? ''
      : ` (${missing} of ${counted(sessions, 'session')}: ${named(missingSessions, missing)})`
  const why = reasons.map(({ text }) => text).join('; ')
  return `${presenceOf(line)} ${interval} of ${named(symbols, symbols.length)}, ${when}${lack}: ${why}`
}

function short(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} lines more`]
}

function named(names: readonly string[], count: number): string {
  const more = count > mostNamed ? ` and ${count - mostNamed} more` : ''
  return `${names.slice(0, mostNamed).join(', ')}${more}`
}

function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`
}
