/** Two display frames: who asks for a session sees it at once, or then that it is on its way. */
const askedMs = 32
/** The rest of the window waits no longer for charts that a frame was to bring. */
const patienceMs = 250

/** A session whose charts came, or come with the next frame; they are shown before the rest of it. */
interface Coming {
  readonly is: 'coming'
  /** Shows the session besides its charts. */
  readonly show: () => void
  /** What else the last frame shows. */
  frame: (() => void) | undefined
  /** How long more of the session is waited for once its charts are painted, which are then not drawn twice. */
  restMs: number
  isPainted: boolean
}

/** The session that is being opened, as far as its charts are; undefined when none is. */
let opening: { readonly is: 'asked' } | Coming | undefined
let timer: ReturnType<typeof setTimeout> | undefined
/** What waits for its charts, one of each owner. */
const waiting = new Map<object, () => void>()

/**
 * A session is asked for: for two frames, what `afterCharts` is given waits for its charts, which would come later for
 * the drawing of all else.
 */
export function awaitCharts(): void {
  if (opening?.is === 'coming') return
  opening = { is: 'asked' }
  endAfter(askedMs)
}

/** Runs `run` now, or, while the charts of a session are awaited, after them. Of one owner the last one is run. */
export function afterCharts(owner: object, run: () => void): void {
  if (opening) waiting.set(owner, run)
  else run()
}

/** What waits to be run after charts is of no moment any more. */
export function forgetAfterCharts(owner: object): void {
  waiting.delete(owner)
}

/** No charts are awaited any more: all that waits for them is shown. */
export function showAll(): void {
  clearTimeout(timer)
  const ended = opening
  opening = undefined
  if (ended?.is === 'coming') {
    ended.show()
    ended.frame?.()
  }
  const runs = [...waiting.values()]
  waiting.clear()
  for (const run of runs) run()
}

/**
 * Runs `show` once the charts of the next frame are on the screen, or after a quarter second: of a session that is
 * opened the charts come first, the rest of the window takes longer. What else frames show waits for it, and all that
 * waits for charts. `rest` is for more of the session to come, which would have all be drawn twice: two display frames.
 * Resolves when it ran.
 */
export function whenChartsDrawn(show: () => void, rest: 'none' | 'for-more' = 'none'): Promise<void> {
  if (opening?.is === 'coming') {
    opening.frame = undefined
    showAll()
  }
  return new Promise((resolve) => {
    const showsAndTells = (): void => {
      show()
      resolve()
    }
    opening = {
      is: 'coming',
      show: showsAndTells,
      frame: undefined,
      restMs: rest === 'none' ? 0 : askedMs,
      isPainted: false,
    }
    endAfter(patienceMs)
  })
}

/** Shows what a frame has besides charts, now or when its turn comes. */
export function showAfterCharts(show: () => void): void {
  if (opening?.is === 'coming') opening.frame = show
  else show()
}

/**
 * More of the session came than was waited with: it is waited no longer than until the charts are painted, and what the
 * last frame has besides charts, which is of fewer symbols, is not shown.
 */
export function moreCame(): void {
  if (opening?.is !== 'coming') return
  opening.frame = undefined
  opening.restMs = 0
  if (opening.isPainted) showAll()
}

/** A frame was drawn; what waits for it runs when it has been painted too. */
export function chartsDrawn(): void {
  const drawn = opening
  if (drawn?.is !== 'coming' || drawn.isPainted) return
  setTimeout(() => {
    if (opening !== drawn) return
    drawn.isPainted = true
    if (drawn.restMs > 0) endAfter(drawn.restMs)
    else showAll()
  }, 0)
}

function endAfter(ms: number): void {
  clearTimeout(timer)
  timer = setTimeout(showAll, ms)
}
