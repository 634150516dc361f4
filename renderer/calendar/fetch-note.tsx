import { CircleStop, X } from 'lucide-react'
import { Button, IconButton } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { fetchedSpan, fetchWords } from './fetch-words.ts'
import { stopFetching, takeFetching, useFetching } from './fetching.ts'

/** Causes that are told one by one; symbols that fail together mostly fail for one. */
const mostCauses = 3

/** The fetch that runs, with a way to stop it, or what came of the last one. */
export function FetchNote() {
  const fetching = useFetching((state) => state.fetching)
  if (!fetching) return null
  const { state, ready, of, errors } = fetching
  const isRunning = state === 'running'
  const causes = [...new Set(errors.map(({ cause }) => cause))]
  return (
    <section aria-label="Fetch" className="shrink-0 border-line border-b px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="panel-title">
          {isRunning ? 'Fetching' : 'Fetched'} · {fetchedSpan(fetching)}
        </h2>
        {isRunning ? (
          <Button className="h-7 px-2" onClick={() => void stopFetching()}>
            <CircleStop className="size-3.5" aria-hidden="true" /> Stop
          </Button>
        ) : (
          <IconButton label="Dismiss" side="left" className="size-7" onClick={() => takeFetching(undefined)}>
            <X className="size-3.5" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <p role="status" className="mt-1 text-sm [overflow-wrap:anywhere]">
        {fetchWords(fetching)}
      </p>
      {isRunning && (
        <div className="mt-2">
          <Progress label="Sessions of symbols that are complete" value={of === 0 ? undefined : ready / of} />
        </div>
      )}
      {causes.length > 0 && (
        <ul className="mt-1 text-muted text-xs [overflow-wrap:anywhere]">
          {causes.slice(0, mostCauses).map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
          {causes.length > mostCauses && <li>and {causes.length - mostCauses} more causes</li>}
        </ul>
      )}
    </section>
  )
}
