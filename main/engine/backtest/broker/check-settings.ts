import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import { Failure } from '#shared/protocol/failure.ts'

/** Throws a Failure with code 'usage' for settings or an instrument that no account can be kept with. */
export function checkBroker(settings: BrokerSettings, instruments: readonly Instrument[]): void {
  const { cash, volumeShare, margin } = settings
  if (!(Number.isFinite(cash) && cash > 0))
    throw new Failure('usage', `Cash is ${cash}. Use a number above 0.`)
  if (volumeShare !== undefined && !(volumeShare > 0 && volumeShare <= 100)) {
    throw new Failure('usage', `The volume share is ${volumeShare} percent. Use more than 0 and at most 100.`)
  }
  const { initial, maintenance } = margin
  if (!(initial > 0 && initial <= 1 && maintenance >= 0 && maintenance <= initial)) {
    throw new Failure(
      'usage',
      `Margin is ${initial} to open and ${maintenance} to keep. Use parts of 1, the first above 0 and not below the second.`,
    )
  }
  for (const { symbol, tick, lot } of instruments) {
    if (!(Number.isFinite(tick) && tick > 0 && Number.isFinite(lot) && lot > 0)) {
      throw new Failure('usage', `${symbol} has ticks of ${tick} and lots of ${lot}. Use numbers above 0.`)
    }
  }
}
