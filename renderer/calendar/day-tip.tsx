import {
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'

/** Whoever looks for something waits a moment for the first tip, and not at all for those after it. */
const firstMs = 250
/** The way from a day to the next leads over what lies between them. */
const betweenMs = 120
const margin = 8
const distance = 6

interface Shown {
  readonly words: string
  /** Where the day stands in the window, in CSS pixels. */
  readonly place: DOMRect
}

/** One tip for all days under an element: some hundreds of their own would cost more than the days do. */
export function useDayTip(): {
  readonly tip: { readonly shown: Shown | undefined; readonly hide: () => void }
  /** The pointer is over something. */
  readonly over: (event: PointerEvent) => void
} {
  const [shown, setShown] = useState<Shown>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const under = useRef<Element | null>(null)
  const hide = useCallback(() => {
    clearTimeout(timer.current)
    under.current = null
    setShown(undefined)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  const over = ({ target, buttons }: PointerEvent): void => {
    const day = target instanceof Element ? target.closest('[data-day]') : null
    if (day === under.current && buttons === 0) return
    clearTimeout(timer.current)
    under.current = day
    if (buttons !== 0) {
      hide()
      return
    }
    if (!day) {
      if (shown) timer.current = setTimeout(hide, betweenMs)
      return
    }
    const show = (): void => {
      const words = day.getAttribute('aria-label')
      if (words && day.isConnected) setShown({ words, place: day.getBoundingClientRect() })
    }
    if (shown) show()
    else timer.current = setTimeout(show, firstMs)
  }
  return { tip: { shown, hide }, over }
}

/** The words of the day under the pointer, above it or, where there is no room, below it. */
export function DayTip({ shown, hide }: { shown: Shown | undefined; hide: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place(box, shown), [shown])
  useEffect(() => {
    if (!shown) return
    const events = ['scroll', 'keydown', 'pointerdown', 'wheel', 'blur'] as const
    for (const event of events) window.addEventListener(event, hide, { capture: true, passive: true })
    return () => {
      for (const event of events) window.removeEventListener(event, hide, { capture: true })
    }
  }, [shown, hide])
  if (!shown) return null
  const [date = '', ...lines] = linesOf(shown.words)
  return createPortal(
    // What it says is the name of the day already.
    <div
      ref={box}
      aria-hidden="true"
      data-testid="day-tip"
      className="pointer-events-none fixed top-0 left-0 z-50 w-max max-w-96 rounded-md border border-edge bg-raised px-2.5 py-1.5 text-xs shadow-black/40 shadow-lg"
    >
      <p className="font-semibold text-ink">{date}</p>
      {lines.map((line) => (
        <p key={line} className="text-muted first-letter:uppercase">
          {line}
        </p>
      ))}
    </div>,
    document.body,
  )
}

/** "Mon 18 Nov 2024: session; coverage 98.4 %, …" in lines: the date, then what is said of it. */
function linesOf(words: string): readonly string[] {
  const colon = words.indexOf(': ')
  return colon < 0 ? [words] : [words.slice(0, colon), ...words.slice(colon + 2).split('; ')]
}

function place({ current }: RefObject<HTMLDivElement | null>, shown: Shown | undefined): void {
  if (!current || !shown) return
  const { width, height } = current.getBoundingClientRect()
  const { left, right, top, bottom } = shown.place
  const middle = (left + right - width) / 2
  const x = Math.max(margin, Math.min(window.innerWidth - margin - width, middle))
  const above = top - distance - height
  const y = above < margin ? bottom + distance : above
  current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
}
