import { memo, type RefObject, useEffect, useRef } from 'react'
import { formatChange, formatPrice } from '../charts/prices.ts'
import { classes } from '../ui/classes.ts'
import { gaugeWriter, RowGauge } from './row-gauge.tsx'
import { type RowNews, rowLines, watchRow } from './row-news.ts'
import { SlowWrites } from './slow-writes.ts'

const slowWrites = new SlowWrites()

/**
 * One symbol of the watchlist. Its numbers change with every frame, so they are written into the page where
 * they changed, without rendering, and only while the row is in sight.
 */
export const WatchRow = memo(function WatchRow({
  symbol,
  replayed,
  synthetic,
  leftOut,
  focused,
}: {
  symbol: string
  replayed: boolean
  synthetic: boolean
  /** With which code the replay goes without it. */
  leftOut: string | undefined
  focused: boolean
}) {
  const row = useRef<HTMLDivElement>(null)
  const sight = useSight(row)
  useEffect(() => {
    const element = row.current
    if (!element || !replayed) return
    const write = rowWriter(element)
    const { current } = sight
    let missed: RowNews | undefined
    current.catchUp = () => {
      if (missed) write(missed)
      missed = undefined
    }
    const stopWatching = watchRow(symbol, (news) => {
      // Hundreds of rows that nobody sees would take more of a frame than the charts.
      if (current.isSeen) write(news)
      else missed = news
    })
    return () => {
      stopWatching()
      slowWrites.cancel(element)
    }
  }, [symbol, replayed, sight])
  return (
    <div
      ref={row}
      className={classes(
        'flex h-[3.125rem] items-center [content-visibility:auto] gap-3 border-line/60 border-b pr-3.5 pl-3 transition-colors',
        focused ? 'bg-raised shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-raised/60',
      )}
    >
      <RowGauge />
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
        {/* What has no room falls into a line that is not seen; the tip says all of it. */}
        <div className="flex h-4 flex-wrap gap-x-1 overflow-hidden whitespace-nowrap text-faint text-xs leading-4">
          <span data-part="coverage">{leftOut ? leftOutName(leftOut) : '–'}</span>
          <span data-part="explained" />
          <span data-part="filled" className="text-filled" />
          <span data-part="silence" className="text-warn" />
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

/** Whether a row is in sight, and what is to be done when it comes there. */
interface Sight {
  isSeen: boolean
  catchUp: (() => void) | undefined
}

/** Follows whether a row is in sight. */
function useSight(row: RefObject<HTMLElement | null>): RefObject<Sight> {
  const sight = useRef<Sight>({ isSeen: true, catchUp: undefined })
  useEffect(() => {
    const element = row.current
    const follow = (event: Event): void => {
      const { current } = sight
      current.isSeen = !(event instanceof ContentVisibilityAutoStateChangeEvent && event.skipped)
      if (current.isSeen) current.catchUp?.()
    }
    element?.addEventListener('contentvisibilityautostatechange', follow)
    return () => element?.removeEventListener('contentvisibilityautostatechange', follow)
  }, [row])
  return sight
}

/**
 * Writes a symbol's numbers into its row, the price at once and its minutes when there is time for them; touches only
 * what reads differently than before.
 */
function rowWriter(row: HTMLElement): (news: RowNews) => void {
  const part = (name: string): HTMLElement | null => row.querySelector(`[data-part=${name}]`)
  const [coverage, explained, silence] = [part('coverage'), part('explained'), part('silence')]
  const [last, change] = [part('last'), part('change')]
  const option = row.closest('[role=option]')
  const writeGauge = gaugeWriter(row)
  let shownLast: number | undefined
  let comparedWith: number | undefined
  let shownWords: string | undefined
  const writeMinutes = (news: RowNews): void => {
    const words = rowLines(news).join(' ')
    if (words === shownWords) return
    shownWords = words
    const { gauge, isLate, lag } = news
    writeGauge(gauge)
    if (silence) silence.textContent = lag?.short ?? ''
    // There is no room for all: the ring shows both shares too, and the words say all of it.
    if (coverage) coverage.hidden = isLate
    if (explained) explained.hidden = isLate
    option?.setAttribute('aria-description', words)
  }
  return (news) => {
    const { price, previousClose } = news
    slowWrites.request(row, () => writeMinutes(news))
    if (Object.is(price, shownLast) && previousClose === comparedWith) return
    shownLast = price
    comparedWith = previousClose
    const text = formatChange(price, previousClose)
    if (last) last.textContent = formatPrice(price)
    if (!change) return
    change.textContent = text ?? '–'
    change.style.color = changeColor(text)
  }
}

function changeColor(text: string | undefined): string {
  if (text?.startsWith('+')) return 'var(--color-up)'
  if (text?.startsWith('−')) return 'var(--color-down)'
  return 'var(--color-muted)'
}
