import type { StoreReader } from '../../store/store.ts'
import { alpacaLimits, alpacaProtocol } from '../alpaca/protocol.ts'
import type { DataSource } from '../data-source.ts'
import { FeedSource } from '../feed/feed-source.ts'
import { FolderSource } from '../folder/folder-source.ts'
import { HttpSource, type VendorProtocol } from '../http/http-source.ts'
import type { NetSurroundings } from '../http/json-client.ts'
import { limitsWith, type SourceLimits } from '../limits/limits.ts'
import { limitNumbers } from '../limits/limits-form.ts'
import { massiveLimits, massiveProtocol } from '../massive/protocol.ts'
import { placeOf } from '../postgres/place.ts'
import { PostgresSource, postgresLimits } from '../postgres/postgres-source.ts'
import type { Secrets } from '../secrets/secrets.ts'
import type { NamedSource } from './source-definition.ts'

/** What sources of any kind need. */
export interface SourceSurroundings extends NetSurroundings {
  /** The store whose feeds are sources. */
  readonly store: Pick<StoreReader, 'feeds' | 'readFeedSessions' | 'path'>
  readonly secrets: Secrets
}

/** Makes a source ready to be asked. Limits hold for what is asked of it, so each is made once. */
export function makeSource({ name, definition }: NamedSource, around: SourceSurroundings): DataSource {
  const { store, secrets } = around
  const overHttp = (protocol: VendorProtocol, limits: SourceLimits): DataSource =>
    new HttpSource(name, protocol, limitsWith(limits, definition.limits), secrets, around)
  switch (definition.kind) {
    case 'feed':
      return new FeedSource(name, definition.feed, store, around)
    case 'lean':
    case 'files': {
      const { kind, folder, limits: _, ...options } = definition
      return new FolderSource(
        name,
        { ...options, path: folder, format: folderFormat(kind), strict: false },
        around,
      )
    }
    case 'alpaca':
      return overHttp(alpacaProtocol(definition.url, definition.feed), alpacaLimits)
    case 'postgres': {
      const limits = limitsWith(postgresLimits, definition.limits)
      return new PostgresSource(name, placeOf(definition), limits, secrets, around)
    }
    case 'massive':
      return overHttp(massiveProtocol(definition.url), massiveLimits)
  }
}

/** What holds of sources over a network where a person sets no limits, by their kind. */
export const usualLimits = {
  alpaca: limitNumbers(alpacaLimits),
  massive: limitNumbers(massiveLimits),
  postgres: limitNumbers(postgresLimits),
} as const

/** As what the files of a folder are read. */
export function folderFormat(kind: 'lean' | 'files'): 'lean' | 'auto' {
  return kind === 'lean' ? 'lean' : 'auto'
}
