import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { seedOf, useScenarios } from '../stores/scenarios.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { formatSession } from '../time/zone.ts'
import { showSession, symbolsOn } from './session.ts'

/** A draw may give the session that is shown already. */
const mostDraws = 8

/** Whose sessions are listed and drawn: the focused symbol, if it trades on the exchange, else the first that does. */
export function scenarioSymbol(exchange: string, focused: string | undefined): string | undefined {
  const symbols = symbolsOn(exchange)
  return focused !== undefined && symbols.includes(focused) ? focused : symbols[0]
}

/** Draws other random sessions. */
export function drawAgain(): void {
  useScenarios.setState({ seed: seedOf(Math.random) })
}

/** Opens a session that is drawn at random, and tells by which seed. */
export async function showRandomSession(): Promise<void> {
  const { exchange, session } = useReplay.getState()
  const symbol = exchange === undefined ? undefined : scenarioSymbol(exchange, useChart.getState().symbol)
  if (symbol === undefined) return tell('info', 'No symbol of the watchlist has sessions to draw from.')
  const drawn = await attempt(() => drawOther(symbol, session))
  if (!drawn) return
  useScenarios.setState({ kind: 'random', seed: drawn.seed })
  tell(
    'info',
    `${formatSession(drawn.session)} was drawn from the sessions of ${symbol} by seed ${drawn.seed}.`,
  )
  await showSession(drawn.session)
}

async function drawOther(symbol: string, shown: string | undefined) {
  for (let draws = 0; draws < mostDraws; draws++) {
    const seed = seedOf(Math.random)
    const [drawn] = await engine().call('scenarios.choose', { symbol, kind: 'random', most: 1, seed })
    if (drawn && drawn.session !== shown) return { seed, session: drawn.session }
  }
  tell('info', `${symbol} has no other session to draw.`)
  return undefined
}
