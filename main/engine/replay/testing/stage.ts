import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { SessionReport } from '#shared/protocol/session-calls.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { FrameSender } from '../frame-sender.ts'
import type { LoadedSession } from '../loaded-session.ts'
import { intradaySeries } from '../open-series.ts'
import { Replay } from '../replay.ts'
import { watchSettings } from '../session-watch.ts'
import { ModelWindow } from './model-window.ts'

export interface Chart {
  /** Number of the symbol; numbers beyond the last begin anew. */
  readonly symbol: number
  readonly interval: Interval
  readonly trailing: boolean
  readonly indicators?: readonly ChartIndicator[]
}

/** A replay, its window and the clock that paces it. */
export class Stage {
  readonly loaded: LoadedSession
  readonly ticker = new ManualTicker()
  readonly window = new ModelWindow()
  readonly charts = new Map<number, Chart>()
  /** What was told of the session, and how often the clock played on to the end. */
  readonly reports: SessionReport[] = []
  ends = 0
  readonly replay: Replay
  #nextChart = 1

  constructor(loaded: LoadedSession, speed: ReplaySpeed = 1) {
    this.loaded = loaded
    const frames = new FrameSender((frame) => this.window.take(frame))
    this.replay = new Replay(
      loaded,
      { speed, ticker: this.ticker, epoch: 1, frames, settings: watchSettings(defaultSettings) },
      { sessionChanged: ([report]) => report && this.reports.push(report), reachedEnd: () => this.ends++ },
    )
    this.replay.show()
  }

  openChart(chart: Chart): void {
    const number = this.#nextChart++
    this.charts.set(number, chart)
    const request = { ...chart, symbol: `S${chart.symbol % this.loaded.symbols.length}` }
    this.replay.openChart(number, intradaySeries(this.replay, request))
  }

  draw(): void {
    const seq = this.window.draw()
    if (seq !== undefined) this.replay.drawn(seq)
  }

  /** Draws until nothing new comes. */
  settle(): void {
    for (let count = -1; count !== this.window.frames.length; ) {
      count = this.window.frames.length
      this.draw()
    }
  }
}
