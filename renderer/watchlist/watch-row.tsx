import { memo, useEffect, useRef } from 'react'
import { at } from '#shared/bars/columns.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { symbolStates } from '#shared/protocol/session-calls.ts'
import { coveragePercent, formatChange, formatPrice } from '../charts/prices.ts'
import { classes } from '../ui/classes.ts'
import { coverageColor, ringDash, ringLength } from '../ui/ring.tsx'
import { lagWords } from './lag-words.ts'
import { type Quotes, watchQuotes } from './quote-board.ts'

/** A row's place in the replay and what it is compared with. */
export interface RowQuote {
  readonly index: number
  readonly previousClose: number | undefined
}

/**
 * One symbol of the watchlist. Its numbers change with every frame, so they are written into the page where
 * they changed, without rendering.
 */
export const WatchRow = memo(function WatchRow({
  symbol,
  quote,
  synthetic,
  leftOut,
  focused,
}: {
  symbol: string
  quote: RowQuote | undefined
  synthetic: boolean
  /** Why the replay goes without it. */
  leftOut: ReplayInfo['leftOut'][number] | undefined
  focused: boolean
}) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = row.current
    if (!element || !quote) return
    const show = rowWriter(element, quote)
    return watchQuotes(show)
  }, [quote])
  return (
    <div
      ref={row}
      className={classes(
        'flex h-[3.125rem] items-center gap-3 border-line/60 border-b pr-3.5 pl-3 transition-colors',
        focused ? 'bg-raised shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-raised/60',
      )}
    >
      <svg viewBox="0 0 36 36" className="size-[1.375rem] shrink-0 -rotate-90" aria-hidden="true">
        <circle cx="18" cy="18" r="16" fill="none" stroke="var(--color-line)" strokeWidth="4.5" />
        <circle
          data-part="ring"
          cx="18"
          cy="18"
          r="16"
          fill="none"
          strokeWidth="4.5"
          strokeDasharray={`0 ${ringLength}`}
        />
      </svg>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-1.5">
          <span className="truncate font-semibold text-sm">{symbol}</span>
          {synthetic && (
            <span
              className="rounded-sm border border-accent/50 px-1 font-semibold text-[9px] text-accent leading-3"
              title="Synthetic bars"
            >
              SYN
            </span>
          )}
        </div>
        <div className="flex gap-1.5 whitespace-nowrap text-faint text-xs">
          <span data-part="coverage" title={leftOut ? leftOut.reason : 'Coverage so far'}>
            {leftOut ? leftOutName(leftOut.code) : '–'}
          </span>
          <span data-part="silence" className="truncate text-warn" />
        </div>
      </div>
      <div className="text-right">
        <div data-part="last" className="font-medium text-sm">
          –
        </div>
        <div data-part="change" className="text-faint text-xs">
          –
        </div>
      </div>
    </div>
  )
})

/** An exchange may be closed on the day; all else is told as trouble too. */
function leftOutName(code: string): string {
  return code === 'no-session' ? 'closed that day' : 'left out'
}

/** Writes a symbol's numbers into its row; touches only what reads differently than before. */
function rowWriter(row: HTMLElement, { index, previousClose }: RowQuote): (quotes: Quotes) => void {
  const part = (name: string): HTMLElement | null => row.querySelector(`[data-part=${name}]`)
  const ring = row.querySelector('[data-part=ring]')
  const coverage = part('coverage')
  const silence = part('silence')
  const last = part('last')
  const change = part('change')
  let shownLast: number | undefined
  let shownRecorded = -1
  let shownExpected = -1
  let shownState = -1
  return (quotes) => {
    if (index >= quotes.last.length) return
    const price = at(quotes.last, index)
    if (!Object.is(price, shownLast)) {
      shownLast = price
      const text = formatChange(price, previousClose)
      if (last) last.textContent = formatPrice(price)
      if (change) {
        change.textContent = text ?? '–'
        change.style.color = changeColor(text)
      }
    }
    const recorded = quotes.recorded[index] ?? 0
    const expected = quotes.expected[index] ?? 0
    const state = quotes.state[index] ?? 0
    if (recorded === shownRecorded && expected === shownExpected && state === shownState) return
    shownRecorded = recorded
    shownExpected = expected
    shownState = state
    const percent = coveragePercent(recorded, expected)
    if (coverage) coverage.textContent = percent === undefined ? '–' : `${percent.toFixed(1)} %`
    const name = symbolStates[state]
    const words = lagWords(name, quotes.silent[index] ?? 0, recorded > 0)
    if (silence) {
      silence.textContent = words?.short ?? ''
      silence.title = words?.long ?? ''
    }
    // There is no room for both, and the ring shows the coverage too.
    if (coverage) coverage.hidden = name === 'late' || name === 'stalled'
    ring?.setAttribute('stroke', coverageColor(percent))
    ring?.setAttribute('stroke-dasharray', ringDash((percent ?? 0) / 100))
  }
}

function changeColor(text: string | undefined): string {
  if (text?.startsWith('+')) return 'var(--color-up)'
  if (text?.startsWith('−')) return 'var(--color-down)'
  return 'var(--color-muted)'
}
