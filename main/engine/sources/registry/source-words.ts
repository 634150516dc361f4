import type { SourceDefinition } from './source-definition.ts'

/** What a source is and reads, in words for a person. */
export function sourceWords(definition: SourceDefinition): string {
  switch (definition.kind) {
    case 'feed':
      return `feed ${definition.feed} of this store`
    case 'lean':
      return listed(definition.folder, definition.exchange)
    case 'files': {
      const { folder, exchange, symbol, interval, zone, stamp } = definition
      return listed(
        folder,
        exchange,
        symbol,
        interval && `${interval} bars`,
        zone && `times in ${zone}`,
        stamp && `times are the ${stamp} of a bar`,
      )
    }
    case 'alpaca':
      return `feed ${definition.feed} at ${new URL(definition.url).host}`
    case 'massive':
      return `aggregates at ${new URL(definition.url).host}`
    case 'postgres': {
      const { table, database, host, port, user, tls } = definition
      return listed(
        `table ${table} of ${database} on ${host}:${port}`,
        user && `as ${user}`,
        tls === 'off' ? 'not encrypted' : undefined,
      )
    }
  }
}

function listed(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}
