import { create } from 'zustand'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { readRemembered } from './remembered.ts'

interface PaperState {
  /** Money and costs of orders by hand. */
  readonly broker: BrokerSettings
}

/** Orders by hand: what they cost. What happened to them is in the trading store. */
export const usePaper = create<PaperState>(() => ({ broker: readRemembered().paperBroker }))
