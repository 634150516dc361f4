import { useEffect, useState } from 'react'
import { asFailure } from '#shared/protocol/failure.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { engine } from '../engine/link.ts'
import { loadSources, useSources } from '../sources/sources.ts'
import { useChart } from '../stores/chart.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { tell } from '../stores/toasts.ts'
import { useUpkeep } from '../stores/upkeep.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { retryObstacle, retryWords } from './retry-words.ts'

const quiet = 'h-7 text-xs'

/** Asks sources for a gap at once, all in their order or one, and says what came of it. */
export function RetryActions({ gap }: { gap: GapRow }) {
  const symbol = useChart((state) => state.symbol)
  const sources = useSources((state) => state.state?.sources)
  const state = useUpkeep(({ status }) => status?.state)
  const readOnly = useReadOnlyReason()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string>()
  useEffect(() => void loadSources(), [])
  const obstacle = retryObstacle({ sources: sources?.length, upkeep: state, readOnly })
  const ask = async (source?: string): Promise<void> => {
    if (!symbol) return
    setBusy(true)
    setSaid(undefined)
    const words = await askAgain(symbol, gap, source)
    setBusy(false)
    setSaid(words)
  }
  const isDisabled = busy || obstacle !== undefined
  return (
    <div className="border-line border-t p-1.5">
      <div className="flex gap-1">
        <Button look="plain" className={quiet} disabled={isDisabled} onClick={() => void ask()}>
          Retry now
        </Button>
        <Menu
          label="Ask another source"
          trigger={
            <Button look="plain" className={quiet} disabled={isDisabled}>
              Ask another source …
            </Button>
          }
        >
          {sources?.map(({ name, words }) => (
            <MenuItem key={name} onSelect={() => void ask(name)}>
              <span>{name}</span>
              <span className="min-w-0 truncate text-muted text-xs">{words}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
      <p role="status" className="px-3 text-muted text-xs [overflow-wrap:anywhere]" data-testid="gap-retry">
        {readOnly === undefined && (obstacle ?? (busy ? 'Asking …' : said))}
      </p>
    </div>
  )
}

/** What came of it, in words. A gap that is filled goes from the list, so that this is told beside it. */
async function askAgain(symbol: string, { start }: GapRow, source: string | undefined): Promise<string> {
  try {
    const retried = await engine().call('ledger.retry', {
      symbol,
      start,
      ...(source !== undefined && { source }),
    })
    const words = retryWords(retried)
    if (retried.asked.some(({ added }) => added > 0)) tell('info', `${symbol}: ${words}`)
    return words
  } catch (error) {
    return asFailure(error).message
  }
}
