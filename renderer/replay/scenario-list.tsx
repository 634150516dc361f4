import { Dices } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ListedScenario } from '#shared/protocol/scenario-calls.ts'
import type { ScenarioName } from '#shared/scenarios/scenarios.ts'
import { useCalendarNews } from '../calendar-overlay/calendar-news.ts'
import { engine } from '../engine/link.ts'
import { useScenarios } from '../stores/scenarios.ts'
import { attempt } from '../stores/toasts.ts'
import { formatSession } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { drawAgain } from './random-session.ts'
import { scenarioKinds, whyNone } from './scenario-words.ts'

const mostListed = 20
/** Few enough that a draw is one, also of a small store. */
const mostDrawn = 5

/** Stored sessions of a symbol that are worth a replay, by kind, each with why. */
export function ScenarioList({
  symbol,
  selected,
  onSelect,
}: {
  symbol: string
  selected: SessionDate | undefined
  onSelect: (session: SessionDate) => void
}) {
  const kind = useScenarios((state) => state.kind)
  const seed = useScenarios((state) => state.seed)
  const listed = useListed(symbol, kind, seed)
  const sessions = typeof listed === 'string' ? [] : listed
  const choose = (chosen: string): void => {
    const option = scenarioKinds.find((candidate) => candidate.kind === chosen)
    if (option) useScenarios.setState({ kind: option.kind })
  }
  return (
    <section aria-label="Scenarios" className="flex h-full flex-col">
      <h2 className="flex items-baseline gap-2 font-semibold text-sm">
        Scenarios <span className="font-normal text-muted text-xs">sessions of {symbol}</span>
      </h2>
      <ToggleGroup.Root
        type="single"
        aria-label="Kind of session"
        value={kind}
        onValueChange={choose}
        className="mt-2 flex flex-wrap gap-1"
      >
        {scenarioKinds.map((option) => (
          <ToggleGroup.Item
            key={option.kind}
            value={option.kind}
            className="h-6 rounded-sm border border-line px-2 text-muted text-xs transition-colors hover:text-ink data-[state=on]:border-edge data-[state=on]:bg-hover data-[state=on]:font-medium data-[state=on]:text-ink"
          >
            {option.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      {kind === 'random' && (
        <div className="mt-2 flex items-center justify-between text-muted text-xs">
          <span data-testid="scenario-seed">Seed {seed}</span>
          <Button className="h-7 px-2 text-xs" onClick={drawAgain}>
            <Dices className="size-3.5" aria-hidden="true" /> Another draw
          </Button>
        </div>
      )}
      <div className="mt-2 min-h-0 flex-1 overflow-y-auto border-line border-t pt-2">
        {listed === 'failed' && <p className="p-2 text-muted text-sm">The sessions could not be read.</p>}
        {listed === 'reading' && <p className="p-2 text-faint text-sm">Reading the bars…</p>}
        {listed.length === 0 && <p className="p-2 text-muted text-sm">{whyNone(kind, symbol)}</p>}
        <ul onKeyDown={walk}>
          {sessions.map(({ session, reason }) => (
            <li key={session}>
              <button
                type="button"
                aria-current={session === selected}
                onClick={() => onSelect(session)}
                className="flex w-full flex-col rounded-sm px-2 py-1 text-left transition-colors hover:bg-hover aria-[current=true]:bg-hover"
              >
                <span className="text-sm">{formatSession(session)}</span>
                {kind !== 'random' && <span className="text-muted text-xs">{reason}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** What the engine lists; why it failed is told in a toast. */
function useListed(
  symbol: string,
  kind: ScenarioName,
  seed: number,
): readonly ListedScenario[] | 'reading' | 'failed' {
  const [listed, setListed] = useState<readonly ListedScenario[] | 'reading' | 'failed'>('reading')
  const changes = useCalendarNews((state) => state.changes)
  // Other seeds list the same, but for random sessions.
  const drawnBy = kind === 'random' ? seed : 0
  const most = kind === 'random' ? mostDrawn : mostListed
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a change of the calendar it is asked for anew
  useEffect(() => {
    let wanted = true
    setListed('reading')
    const asked = { symbol, kind, most, seed: drawnBy }
    void attempt(async () => engine().call('scenarios.choose', asked)).then((answer) => {
      if (wanted) setListed(answer ?? 'failed')
    })
    return () => {
      wanted = false
    }
  }, [symbol, kind, drawnBy, most, changes])
  return listed
}

/** The arrows walk the list. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const place = buttons.findIndex((button) => button.matches(':focus'))
  event.preventDefault()
  buttons[Math.max(0, place + step)]?.focus()
}
