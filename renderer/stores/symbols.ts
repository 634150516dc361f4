import { create } from 'zustand'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'
import { engine } from '../engine/link.ts'

const mostSymbols = 5000

interface SymbolsState {
  /** Every symbol of the open store, in order. */
  readonly symbols: readonly ListedSymbol[]
  readonly bySymbol: ReadonlyMap<string, ListedSymbol>
}

export const useSymbols = create<SymbolsState>(() => ({ symbols: [], bySymbol: new Map() }))

export async function loadSymbols(): Promise<void> {
  const symbols = await engine().call('symbols.search', { query: '', limit: mostSymbols })
  useSymbols.setState({ symbols, bySymbol: new Map(symbols.map((listed) => [listed.symbol, listed])) })
}

export function clearSymbols(): void {
  useSymbols.setState({ symbols: [], bySymbol: new Map() })
}
