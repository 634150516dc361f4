import type { LeanPlace } from './layout.ts'

/** A market of LEAN's data folder whose exchange is known, or undefined. */
export function exchangeOfMarket({ security, market }: LeanPlace): string | undefined {
  if (security === 'equity' && market === 'usa') return 'XNYS'
  if (security === 'crypto') return '24/7'
  return undefined
}

/**
 * The place with a security where its path has named none: what trades around the clock is taken for crypto,
 * everything else for a US equity.
 */
export function placeWithMarket(place: LeanPlace, exchange: string | undefined): LeanPlace {
  if (place.security !== '') return place
  return exchange === '24/7'
    ? { ...place, security: 'crypto', market: '' }
    : { ...place, security: 'equity', market: 'usa' }
}
