import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function backtestHandlers({ backtests }: SystemManager): HandlersOf<'backtest'> {
  return {
    'backtest.start': (order) => backtests.start(order),
    'backtest.cancel': ({ run }) => {
      backtests.cancel(run)
      return null
    },
    'backtest.runs': () => backtests.ask((reader, place) => reader.call('runs', place)),
    'backtest.results': (of) => backtests.ask((reader, place) => reader.call('results', { ...place, ...of })),
    'backtest.orders': (of) => backtests.ask((reader, place) => reader.call('orders', { ...place, ...of })),
    'backtest.rename': (of) => backtests.ask((reader, place) => reader.call('rename', { ...place, ...of })),
    'backtest.remove': (of) => backtests.ask((reader, place) => reader.call('remove', { ...place, ...of })),
    'backtest.export': (of) => backtests.ask((reader, place) => reader.call('export', { ...place, ...of })),
    'backtest.trust': ({ run }) => backtests.trust(run),
  }
}
