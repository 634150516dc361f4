import type { IChartApiBase, ITimeScaleApi, Time } from 'lightweight-charts'
import { follows, rightEdge, type Viewport } from './viewport.ts'

/** Which part of a chart is in sight, and whether it goes with the newest place. */
export class ChartView {
  readonly #scale: ITimeScaleApi<Time>
  readonly #onFollowing: (following: boolean) => void
  /** Places of the last bar on the screen and of the last bar or ended slot; -1 while there is none. */
  #base = -1
  #last = -1
  #following = true
  /** How many reasons there are to take no notice of what the library tells of its view. */
  #changing = 0

  constructor(chart: IChartApiBase<Time>, onFollowing: (following: boolean) => void) {
    this.#scale = chart.timeScale()
    this.#onFollowing = onFollowing
  }

  get last(): number {
    return this.#last
  }

  get width(): number {
    return this.#scale.width()
  }

  /** Notes where the last bar and the last place are, once everything of a change is on the scale. */
  notePlaces(base: number, last: number): void {
    this.#base = base
    this.#last = last
  }

  /** Puts bars on the scale: what the library tells of its view meanwhile is of no moment. */
  during(change: () => void): void {
    this.#changing += 1
    change()
    this.#changing -= 1
  }

  /** The user or the library moved the view. */
  noteRange(range: Viewport | null): void {
    if (range && this.#changing === 0) this.follow(follows(range, this.#last))
  }

  follow(following: boolean): void {
    if (following === this.#following) return
    this.#following = following
    this.#onFollowing(following)
  }

  viewport(): Viewport {
    const to = this.rightEdge()
    return { from: to - this.width / this.#scale.options().barSpacing, to }
  }

  /** The library counts its scroll position from the last bar with prices, or from the first place. */
  rightEdge(): number {
    return Math.max(0, this.#base) + this.#scale.scrollPosition()
  }

  scrollTo(edge: number): void {
    this.#scale.scrollToPosition(edge - Math.max(0, this.#base), false)
  }

  /** Keeps this right edge, unless the view goes with the newest place and that is no longer in sight. */
  keepInView(edge: number): void {
    const { from, to } = this.viewport()
    this.scrollTo(rightEdge({ from: edge - (to - from), to: edge }, this.#following, this.#last))
  }

  setSpacing(barSpacing: number): void {
    this.#scale.applyOptions({ barSpacing })
  }
}
