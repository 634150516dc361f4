import type { UsedSymbol, UseMark } from '#shared/prefetch/used-symbol.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { StoredUse } from '../../store/prefetch/stored-prefetch.ts'
import { scoreAt } from './score.ts'

const places: Readonly<Record<UseMark, number>> = { pin: 0, never: 2 }
const usualPlace = 1

/** Symbols by what their use is worth at `now`, pinned ones before them, those that are never meant behind. */
export function rankUsed(uses: readonly StoredUse[], now: EpochMs): UsedSymbol[] {
  return uses
    .map((use) => usedAt(use, now))
    .sort((a, b) => placeOf(a) - placeOf(b) || b.score - a.score || (a.symbol < b.symbol ? -1 : 1))
}

function usedAt({ symbol, score, uses, lastUsedAt, lastUse, mark }: StoredUse, now: EpochMs): UsedSymbol {
  return {
    symbol,
    score: lastUsedAt === undefined ? 0 : scoreAt({ score, lastUsedAt }, now),
    uses,
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    ...(lastUse && { lastUse }),
    ...(mark && { mark }),
  }
}

function placeOf({ mark }: UsedSymbol): number {
  return mark ? places[mark] : usualPlace
}
