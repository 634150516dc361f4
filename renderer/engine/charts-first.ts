/** The rest of the window waits no longer for charts that a frame was to bring. */
const patienceMs = 250

let take: (() => void) | undefined
/** What else the last frame shows. */
let held: (() => void) | undefined

/**
 * Runs `run` once the charts of the next frame are on the screen, or after a quarter second: of a session that is
 * opened the charts come first, the rest of the window takes longer. What else frames show waits for it. Resolves
 * when it ran.
 */
export function whenChartsDrawn(run: () => void): Promise<void> {
  held = undefined
  take?.()
  return new Promise((resolve) => {
    const once = (): void => {
      if (take !== once) return
      take = undefined
      clearTimeout(timer)
      run()
      held?.()
      held = undefined
      resolve()
    }
    const timer = setTimeout(once, patienceMs)
    take = once
  })
}

/** Shows what a frame has besides charts, now or when its turn comes. */
export function showAfterCharts(show: () => void): void {
  if (take) held = show
  else show()
}

/** A frame was drawn; what waits for it runs when it has been painted too. */
export function chartsDrawn(): void {
  if (take) setTimeout(take, 0)
}
