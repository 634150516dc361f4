import { backtestCommands } from './backtest-commands.ts'
import { chartCommands } from './chart-commands.ts'
import type { Command } from './command.ts'
import { dataCommands } from './data-commands.ts'
import { replayCommands } from './replay-commands.ts'
import { sessionCommands } from './session-commands.ts'
import { strategyCommands } from './strategy-commands.ts'
import { tradingCommands } from './trading-commands.ts'
import { watchlistCommands } from './watchlist-commands.ts'
import { windowCommands } from './window-commands.ts'

/** Everything there is to ask for: the palette, the keyboard and the shortcut sheet read the same list. */
export const commands: readonly Command[] = [
  ...replayCommands,
  ...sessionCommands,
  ...chartCommands,
  ...tradingCommands,
  ...watchlistCommands,
  ...backtestCommands,
  ...strategyCommands,
  ...dataCommands,
  ...windowCommands,
]

/** The shortcut of a command, for tips. */
export function shortcutOf(id: string): string | undefined {
  return commands.find((command) => command.id === id)?.shortcut
}
