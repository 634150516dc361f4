/** Two display frames: who asks for a session sees it at once, or then that it is on its way. */
const askedMs = 32
/** The rest of the window waits no longer for charts that a frame was to bring. */
const patienceMs = 250

let take: (() => void) | undefined
/** Whether the charts that `take` waits for are painted, and how long it rests from then on. */
let arePainted = false
let restMs = 0
/** What else the last frame shows. */
let held: (() => void) | undefined
/** What waits for the charts of a session that was asked for, one of each owner; undefined while nothing waits. */
let waiting: Map<object, () => void> | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * A session is asked for: for two frames, what `afterCharts` is given waits for its charts, which would come later for
 * the drawing of all else.
 */
export function awaitCharts(): void {
  if (take) return
  waiting ??= new Map()
  clearTimeout(timer)
  timer = setTimeout(showAll, askedMs)
}

/** Runs `run` now, or, while the charts of a session are awaited, after them. Of one owner the last one is run. */
export function afterCharts(owner: object, run: () => void): void {
  if (waiting) waiting.set(owner, run)
  else run()
}

/** What waits to be run after charts is of no moment any more. */
export function forgetAfterCharts(owner: object): void {
  waiting?.delete(owner)
}

/** No charts are awaited any more: all that waits for them is shown. */
export function showAll(): void {
  clearTimeout(timer)
  const runs = waiting
  waiting = undefined
  for (const run of runs?.values() ?? []) run()
}

/**
 * Runs `run` once the charts of the next frame are on the screen, or after a quarter second: of a session that is
 * opened the charts come first, the rest of the window takes longer. What else frames show waits for it, and all that
 * waits for charts. `rest` is for more of the session to come, which would have all be drawn twice: two display frames.
 * Resolves when it ran.
 */
export function whenChartsDrawn(run: () => void, rest: 'none' | 'for-more' = 'none'): Promise<void> {
  held = undefined
  take?.()
  arePainted = false
  restMs = rest === 'none' ? 0 : askedMs
  waiting ??= new Map()
  clearTimeout(timer)
  return new Promise((resolve) => {
    const once = (): void => {
      if (take !== once) return
      take = undefined
      run()
      held?.()
      held = undefined
      showAll()
      resolve()
    }
    timer = setTimeout(once, patienceMs)
    take = once
  })
}

/** Shows what a frame has besides charts, now or when its turn comes. */
export function showAfterCharts(show: () => void): void {
  if (take) held = show
  else show()
}

/**
 * More of the session came than was waited with: it is waited no longer than until the charts are painted, and what the
 * last frame has besides charts, which is of fewer symbols, is not shown.
 */
export function moreCame(): void {
  held = undefined
  restMs = 0
  if (arePainted) take?.()
}

/** A frame was drawn; what waits for it runs when it has been painted too. */
export function chartsDrawn(): void {
  const drawn = take
  if (!drawn) return
  setTimeout(() => {
    if (take !== drawn) return
    arePainted = true
    if (restMs > 0) setTimeout(drawn, restMs)
    else drawn()
  }, 0)
}
