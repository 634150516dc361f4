import type { SessionEnd } from '#shared/backtest/daily-equity.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A label under a chart whose points lie side by side, at the index of a point. */
export interface TimeTick {
  readonly index: number
  readonly text: string
}

const mostTicks = 9
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Labels for points at rising times, milliseconds UTC: of one session its clock in the zone, of several their dates,
 * of many their months or years, `mostTicks` at most.
 */
export function timeTicks(
  time: Float64Array,
  sessions: readonly SessionEnd[],
  zone: string,
): readonly TimeTick[] {
  if (sessions.length < 2) return clockTicks(time, zone)
  const starts = firstPoints(time, sessions)
  for (const { every, text } of dateSteps) {
    const ticks = starts.filter(({ date }, session) => every(date, starts[session - 1]?.date, session))
    if (ticks.length <= mostTicks) return ticks.map(({ index, date }) => ({ index, text: text(date) }))
  }
  return []
}

interface DateStep {
  /** Whether the session has a label. */
  readonly every: (date: string, before: string | undefined, session: number) => boolean
  readonly text: (date: string) => string
}

const dateSteps: readonly DateStep[] = [
  ...[1, 2, 5].map((step) => ({
    every: (_: string, __: string | undefined, session: number) => session % step === 0,
    text: dayText,
  })),
  ...[1, 3, 6].map((months) => ({
    every: (date: string, before: string | undefined) =>
      before !== undefined && before.slice(0, 7) !== date.slice(0, 7) && (monthOf(date) - 1) % months === 0,
    text: monthText,
  })),
  ...[1, 2, 5, 10, 20].map((years) => ({
    every: (date: string, before: string | undefined) =>
      before !== undefined &&
      before.slice(0, 4) !== date.slice(0, 4) &&
      Number(date.slice(0, 4)) % years === 0,
    text: (date: string) => date.slice(0, 4),
  })),
]

function clockTicks(time: Float64Array, zone: string): readonly TimeTick[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  const count = Math.min(time.length, 7)
  const indices = Array.from({ length: count }, (_, tick) =>
    count === 1 ? 0 : Math.round((tick * (time.length - 1)) / (count - 1)),
  )
  return indices.map((index) => ({ index, text: clock.format(time[index] as number) }))
}

/** The first point of each session that has one. */
function firstPoints(time: Float64Array, sessions: readonly SessionEnd[]) {
  const starts: { index: number; date: string }[] = []
  let index = 0
  let before = Number.NEGATIVE_INFINITY as EpochMs
  for (const { date, end } of sessions) {
    while (index < time.length && (time[index] as number) <= before) index++
    if (index < time.length && (time[index] as number) <= end) starts.push({ index, date })
    before = end
  }
  return starts
}

function dayText(date: string): string {
  return `${Number(date.slice(8))} ${monthNames[monthOf(date) - 1]}`
}

function monthText(date: string): string {
  return `${monthNames[monthOf(date) - 1]} ${date.slice(0, 4)}`
}

function monthOf(date: string): number {
  return Number(date.slice(5, 7))
}
