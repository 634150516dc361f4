import { Command as Cmdk } from 'cmdk'
import { ChartSpline, Search } from 'lucide-react'
import { useState } from 'react'
import { mostIndicators } from '#shared/protocol/chart-calls.ts'
import { type IndicatorName, indicators } from '#shared/session-file/indicators.ts'
import { shortcutOf } from '../app/commands/commands.ts'
import { addIndicator, useIndicatorsOf } from '../stores/indicators.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { Keys } from '../ui/keys.tsx'
import { PopOver } from '../ui/pop-over.tsx'
import { findIndicators, looks } from './catalogue.ts'
import { useIndicatorMenu } from './menu-state.ts'

const places = [
  { place: 'prices', heading: 'Over the prices' },
  { place: 'pane', heading: 'In a pane below' },
] as const

/** The button that opens the list of indicators to add. */
export function IndicatorMenu() {
  const open = useIndicatorMenu((state) => state.open)
  const setOpen = (next: boolean): void => useIndicatorMenu.setState({ open: next })
  return (
    <PopOver
      label="Indicators"
      open={open}
      onOpenChange={setOpen}
      align="end"
      hasCommand
      trigger={
        <button
          type="button"
          onMouseDown={keepFocus}
          className="-my-1 flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted text-sm transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink max-[1400px]:ml-auto"
        >
          <ChartSpline className="size-4" aria-hidden="true" />
          Indicators
        </button>
      }
    >
      <IndicatorSearch onDone={() => setOpen(false)} />
    </PopOver>
  )
}

function IndicatorSearch({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('')
  const shown = useIndicatorsOf()
  const found = findIndicators(text)
  const isFull = shown.length >= mostIndicators
  const add = (name: IndicatorName): void => {
    addIndicator(name)
    onDone()
  }
  return (
    <Cmdk label="Indicators" shouldFilter={false} loop className="w-[26rem]">
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search className="size-3.5 text-muted" aria-hidden="true" />
        <Cmdk.Input
          autoFocus
          data-chosen="true"
          value={text}
          onValueChange={setText}
          placeholder="Search indicators"
          className="h-10 flex-1 select-text bg-transparent text-sm outline-none placeholder:text-faint"
        />
        <Keys keys={shortcutOf('indicators') ?? ''} />
      </div>
      {isFull && (
        <p role="status" className="border-line border-b px-3 py-2 text-muted text-xs">
          The chart has {mostIndicators} indicators, which is all it holds. Remove one first.
        </p>
      )}
      <Cmdk.List className="max-h-[26rem] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs">
        <Cmdk.Empty className="px-3 py-6 text-center text-muted text-sm">
          No indicator is called “{text}”.
        </Cmdk.Empty>
        {places.map(({ place, heading }) => {
          const names = found.filter((name) => looks[name].place === place)
          if (names.length === 0) return null
          return (
            <Cmdk.Group key={place} heading={heading}>
              {names.map((name) => (
                <Cmdk.Item
                  key={name}
                  value={name}
                  disabled={isFull}
                  onSelect={() => add(name)}
                  className="flex h-11 items-center gap-3 rounded-md px-2 data-[selected=true]:bg-hover data-[disabled=true]:opacity-40"
                >
                  <span className="w-12 shrink-0 font-semibold text-xs">{looks[name].short}</span>
                  <span className="min-w-0">
                    <span className="block truncate text-sm">{indicators[name].title}</span>
                    <span className="block truncate text-muted text-xs">{looks[name].text}</span>
                  </span>
                </Cmdk.Item>
              ))}
            </Cmdk.Group>
          )
        })}
      </Cmdk.List>
    </Cmdk>
  )
}
