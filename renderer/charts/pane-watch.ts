import type { IChartApiBase, Time } from 'lightweight-charts'

/** The library makes the elements of a pane when it draws next; more tries than it ever takes. */
const mostTries = 20

export interface PaneBox {
  readonly top: number
  readonly height: number
}

/** Tells where the panes of a chart lie, whenever one came, went or got another height. */
export class PaneWatch {
  readonly #chart: IChartApiBase<Time>
  readonly #onPlaces: (places: readonly PaneBox[]) => void
  readonly #observer = new ResizeObserver(() => this.#tell())
  #request = 0

  constructor(chart: IChartApiBase<Time>, onPlaces: (places: readonly PaneBox[]) => void) {
    this.#chart = chart
    this.#onPlaces = onPlaces
  }

  /** Looks at the panes that the chart has now, once they are on the screen. */
  look(tries = mostTries): void {
    cancelAnimationFrame(this.#request)
    this.#request = requestAnimationFrame(() => {
      const elements = this.#elements()
      if (elements.length < this.#chart.panes().length && tries > 0) return this.look(tries - 1)
      this.#observer.disconnect()
      for (const element of elements) this.#observer.observe(element)
      this.#tell()
    })
  }

  dispose(): void {
    cancelAnimationFrame(this.#request)
    this.#observer.disconnect()
  }

  #elements(): readonly HTMLElement[] {
    return this.#chart.panes().flatMap((pane) => pane.getHTMLElement() ?? [])
  }

  #tell(): void {
    const chartTop = this.#chart.chartElement().getBoundingClientRect().top
    this.#onPlaces(
      this.#elements().map((element) => {
        const { top, height } = element.getBoundingClientRect()
        return { top: top - chartTop, height }
      }),
    )
  }
}
