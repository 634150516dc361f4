import type { StartFacts } from '#shared/prefetch/session-start.ts'
import { isMissed, originWords, shortTime, waitedWords } from '../prefetch/start-words.ts'
import { Tip } from '../ui/tip.tsx'
import { Fact } from './fact.tsx'

/** How the session was started, and where it was to be prepared and was not put in place, why. */
export function StartedFact({ facts }: { facts: StartFacts }) {
  const { from, ms, miss } = facts
  return (
    <>
      <Fact name="Started">
        <Tip text={`${waitedWords(facts)}${miss ? `. ${miss.reason}` : ''}`} side="left">
          <span data-testid="started">
            from {originWords[from]}, {shortTime(ms)}
          </span>
        </Tip>
      </Fact>
      {miss && isMissed(facts) && (
        <div className="text-right text-faint text-xs">
          <dt className="sr-only">Why not from prefetch</dt>
          <dd className="[overflow-wrap:anywhere]">{miss.reason}</dd>
        </div>
      )}
    </>
  )
}
