import { create } from 'zustand'
import { type BrokerSettings, usualBroker } from '#shared/backtest/broker-settings.ts'

interface PaperState {
  /** Money and costs of orders by hand. */
  readonly broker: BrokerSettings
}

/** Orders by hand: what they cost. What happened to them is in the trading store. */
export const usePaper = create<PaperState>(() => ({ broker: usualBroker }))
