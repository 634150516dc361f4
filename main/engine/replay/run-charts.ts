import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../time/ticker.ts'
import type { ChartSeries } from './chart-series.ts'
import { type ChartRequest, openSeries } from './open-series.ts'
import type { Replay } from './replay.ts'
import type { Run } from './replay-run.ts'

export interface RunChartsHost {
  readonly ticker: Ticker
  /** Whether a run is still the one that is shown. */
  isShown(run: Run): boolean
  trouble(failure: Failure): void
}

/** Opens the charts of runs. That a symbol was left out is told anyway, and is no trouble of its chart. */
export class RunCharts {
  readonly #host: RunChartsHost

  constructor(host: RunChartsHost) {
    this.#host = host
  }

  /**
   * Shows a symbol of a run under a number; of `before`, which the window has under that number, it is told what is
   * other. Fails like `openSeries`.
   */
  async open(run: Run, chart: number, request: ChartRequest, before?: ChartSeries): Promise<void> {
    run.charts.set(chart, request)
    try {
      const series = await openSeries(run.reader, run.replay, request, this.#host.ticker)
      if (before) series.takeOver(before)
      // After a roll meanwhile, the chart was opened with the others.
      if (this.#host.isShown(run) && run.charts.get(chart) === request) run.replay.openChart(chart, series)
    } catch (error) {
      run.charts.delete(chart)
      throw error
    }
  }

  /** Opens a chart with its run; rejects never. */
  async openAlong(run: Run, chart: number, request: ChartRequest, before?: ChartSeries): Promise<void> {
    try {
      await this.open(run, chart, request, before)
    } catch (error) {
      this.#tell(error)
    }
  }

  /** The charts of a run on another replay; one of a symbol that it lacks is closed. */
  async on(replay: Replay, { charts, reader }: Run): Promise<ReadonlyMap<number, ChartSeries>> {
    const series = new Map<number, ChartSeries>()
    for (const [chart, request] of charts) {
      try {
        series.set(chart, await openSeries(reader, replay, request, this.#host.ticker))
      } catch (error) {
        charts.delete(chart)
        this.#tell(error)
      }
    }
    return series
  }

  #tell(error: unknown): void {
    const failure = asFailure(error)
    if (failure.code !== 'unknown-symbol') this.#host.trouble(failure)
  }
}
