import type { Io } from './io.ts'

const barLetters = 24
const leastMsBetweenDraws = 100

/** How a progress line is made from what some work reports. */
export interface ProgressFormat<Step> {
  /** How much is done, from 0 to 1. */
  share(step: Step): number
  /** How fast it goes, after `seconds`. */
  rate(step: Step, seconds: number): string
  /** What is being worked on. */
  label(step: Step): string
}

/** A line on stderr that shows how far some work is, on a terminal only. */
export interface Progress<Step> {
  show(step: Step): void
  /** Takes the line away. */
  clear(): void
}

/** A progress line, drawn at most ten times a second. */
export function progressOf<Step>(io: Io, format: ProgressFormat<Step>): Progress<Step> {
  const { stderr, ticker } = io
  if (!stderr.isTerminal) return { show: () => {}, clear: () => {} }
  const began = ticker.elapsed()
  let drawnAt: number | undefined
  return {
    show(step) {
      const now = ticker.elapsed()
      if (drawnAt !== undefined && now - drawnAt < leastMsBetweenDraws) return
      drawnAt = now
      const line = progressLine(format, step, (now - began) / 1000)
      void stderr.write(`\r\u001b[2K${line.slice(0, Math.max(stderr.columns - 1, 1))}`)
    },
    clear() {
      if (drawnAt !== undefined) void stderr.write('\r\u001b[2K')
    },
  }
}

/** The text of a progress line after `seconds`: a bar, the share done, the rate and the time left. */
export function progressLine<Step>(format: ProgressFormat<Step>, step: Step, seconds: number): string {
  const share = Math.min(Math.max(format.share(step), 0), 1)
  const full = Math.round(share * barLetters)
  const bar = '█'.repeat(full) + '░'.repeat(barLetters - full)
  const left = share > 0 && seconds > 0 ? `${duration((seconds / share) * (1 - share))} left` : ''
  const rate = seconds > 0 ? format.rate(step, seconds) : ''
  return [bar, `${Math.floor(share * 100)} %`, rate, left, format.label(step)].filter(Boolean).join('  ')
}

/** A length of time for a person: 42 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
