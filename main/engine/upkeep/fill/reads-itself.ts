import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { NamedSource } from '../../sources/registry/source-definition.ts'
import type { StoreReader } from '../../store/store.ts'

/**
 * Whether a source is the very feed that readers see of a session: it cannot know more of it than there is, and what
 * it lacks would prove nothing.
 */
export function readsItself(
  store: Pick<StoreReader, 'sessions'>,
  { definition }: NamedSource,
  symbol: string,
  session: SessionDate,
): boolean {
  const [stored] = store.sessions(symbol, oneMinute, session, session)
  return definition.kind === 'feed' && definition.feed === stored?.feed
}
