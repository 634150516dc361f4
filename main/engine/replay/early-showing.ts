import type { OpenedChart } from '#shared/protocol/chart-calls.ts'
import type { ReplayOpening } from '#shared/protocol/replay-calls.ts'
import type { Calendars } from '../calendars/calendars.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { type LoadAnswer, loadSession } from './load-session.ts'
import type { ChartRequest } from './open-series.ts'
import { goToStart, infoOf, type Run, type RunOrigin } from './replay-run.ts'
import type { RunCharts } from './run-charts.ts'

/** What the window asked for along with a session: its charts, and the number it knows the opening by. */
export interface AskedCharts {
  readonly charts: readonly OpenedChart[]
  readonly opening: number
}

export interface EarlyShowingHost {
  readonly calendars: Calendars
  readonly ticker: Ticker
  readonly charts: RunCharts
  runOf(answer: LoadAnswer, origin: RunOrigin): Run
  opening(news: ReplayOpening): void
}

/** The charts of a session that is being opened, which are shown before the rest of it is. */
export class EarlyShowing {
  readonly #host: EarlyShowingHost
  #run: Run | undefined

  constructor(host: EarlyShowingHost) {
    this.#host = host
  }

  /** What is shown; undefined when nothing is, or nothing any more. */
  get run(): Run | undefined {
    return this.#run
  }

  /**
   * Shows the charts of a session that has to be read, before the rest of it is: a replay of their symbols, which
   * stands where the session is opened and gives way to the whole. Ends early once `isGivenUp`.
   */
  async show(origin: RunOrigin, { charts, opening }: AskedCharts, isGivenUp: () => boolean): Promise<void> {
    const answer = await this.#read(origin, charts)
    if (!answer || isGivenUp()) return
    const run = this.#host.runOf(answer, origin)
    this.#run = run
    await goToStart(run)
    for (const [chart, request] of asRequests(charts)) {
      if (isGivenUp()) return
      if (hasSymbol(answer, request.symbol)) await this.#host.charts.openAlong(run, chart, request)
    }
    if (isGivenUp()) return
    this.#host.opening({ opening, info: infoOf(run) })
    run.replay.show()
  }

  /**
   * Shows the charts of a session that was at hand and is open, before the rest of it is told; those of which something
   * has to be read come later. Nothing more is shown of it until the whole is.
   */
  async showOf(run: Run, { charts, opening }: AskedCharts, isGivenUp: () => boolean): Promise<void> {
    const opened = asRequests(charts).map(([chart, request]) =>
      this.#host.charts.openAlong(run, chart, request),
    )
    await Promise.race([Promise.all(opened), nextTurn(this.#host.ticker)])
    const { loaded } = run.replay
    const symbols = chartSymbols(
      loaded.symbols.map(({ symbol }) => symbol),
      charts,
    )
    if (isGivenUp() || !symbols) return
    this.#host.opening({ opening, info: infoOf(run, symbols) })
    run.replay.show(symbols)
    run.replay.hide()
  }

  /** Closes what is shown, and hands it over. */
  end(): Run | undefined {
    const run = this.#run
    this.#run = undefined
    run?.replay.close()
    return run
  }

  /**
   * Reads the symbols of the charts, which takes a fraction of the whole. Undefined when that is all of it, or
   * nothing, or when it fails: whoever reads the whole is told why.
   */
  async #read(
    { reader, calendar, request }: RunOrigin,
    charts: readonly OpenedChart[],
  ): Promise<LoadAnswer | undefined> {
    const { calendars, ticker } = this.#host
    const symbols = chartSymbols(request.symbols, charts)
    if (!symbols) return undefined
    try {
      return await loadSession(reader, calendars, calendar, { ...request, symbols }, ticker)
    } catch {
      return undefined
    }
  }
}

/** Charts as they are asked for, by number. */
export function asRequests(charts: readonly OpenedChart[]): readonly (readonly [number, ChartRequest])[] {
  return charts.map(({ chart, ...shown }) => [chart, shown])
}

/** Those of some symbols that have a chart; undefined when that is all of them, or none. */
function chartSymbols(
  symbols: readonly string[],
  charts: readonly OpenedChart[],
): readonly string[] | undefined {
  const shown = symbols.filter((symbol) => charts.some((chart) => chart.symbol === symbol))
  return shown.length === 0 || shown.length === symbols.length ? undefined : shown
}

function hasSymbol({ loaded }: LoadAnswer, symbol: string): boolean {
  return loaded.symbols.some((one) => one.symbol === symbol)
}
