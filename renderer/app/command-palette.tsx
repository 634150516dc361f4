import { Command as Cmdk } from 'cmdk'
import { CalendarDays, ChartCandlestick, Clock, CornerDownLeft, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useMemo, useState } from 'react'
import { showSession } from '../replay/session.ts'
import { showSymbol } from '../replay/show-symbol.ts'
import { seek } from '../replay/transport-actions.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { useSymbols } from '../stores/symbols.ts'
import { tell } from '../stores/toasts.ts'
import { closeOverlay, showView, useView } from '../stores/view.ts'
import { formatMinute, formatSession, instantOfTime, zoneName } from '../time/zone.ts'
import { SyntheticBadge } from '../ui/badge.tsx'
import { returnFocusFromDialog } from '../ui/input-mode.ts'
import { Keys } from '../ui/keys.tsx'
import type { Command } from './commands/command.ts'
import { commands } from './commands/commands.ts'
import { type PaletteEntry, parseEntry } from './palette-entry.ts'

const mostSymbols = 40

const row =
  'flex h-9 items-center gap-3 rounded-md px-2.5 text-sm text-ink data-[selected=true]:bg-hover data-[disabled=true]:opacity-40'

/** Finds symbols, times, sessions and commands by typing. */
export function CommandPalette() {
  const open = useView((state) => state.overlay === 'palette')
  const initial = useView((state) => state.paletteText)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && closeOverlay()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-canvas/70" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocusFromDialog}
          className="fixed top-[14%] left-1/2 z-40 w-[38rem] -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-edge bg-panel shadow-2xl shadow-black/60 outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          {open && <Palette initial={initial} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Palette({ initial }: { initial: string }) {
  const [text, setText] = useState(initial)
  const entry = useMemo(() => parseEntry(text), [text])
  const asksTime = text.startsWith('@')
  return (
    <Cmdk label="Search and commands" shouldFilter={false} loop>
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search className="size-4 shrink-0 text-muted" aria-hidden="true" />
        <Cmdk.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Symbol, time (10:30), session (2013-10-11) or command"
          className="h-12 flex-1 select-text bg-transparent text-base text-ink normal-nums outline-none placeholder:text-faint"
        />
        <Keys keys="Esc" />
      </div>
      <Cmdk.List className="max-h-[22rem] overflow-y-auto p-2 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs">
        <Cmdk.Empty className="px-3 py-8 text-center text-muted text-sm">
          {asksTime ? 'Type a time of the session, e.g. 10:30.' : `Nothing is called “${text}”.`}
        </Cmdk.Empty>
        {entry && <EntryItem entry={entry} />}
        {!asksTime && <SymbolItems text={text.trim()} />}
        {!asksTime && <CommandItems text={text.trim().toLowerCase()} />}
      </Cmdk.List>
    </Cmdk>
  )
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  const select = (): void => {
    closeOverlay()
    onSelect()
  }
  return (
    <Cmdk.Item value={value} onSelect={select} className={row}>
      {children}
    </Cmdk.Item>
  )
}

function EntryItem({ entry }: { entry: PaletteEntry }) {
  const info = useShownSession()
  const exchange = useReplay((state) => state.exchange)
  if (entry.kind === 'session') {
    if (!exchange) return null
    return (
      <Cmdk.Group heading="Go to">
        <Item value="go-to-session" onSelect={() => void showSession(entry.session)}>
          <CalendarDays className="size-4 text-muted" aria-hidden="true" />
          Session {formatSession(entry.session)} of {exchange}
          <CornerDownLeft className="ml-auto size-4 text-faint" aria-hidden="true" />
        </Item>
      </Cmdk.Group>
    )
  }
  if (!info) return null
  const at = instantOfTime(info.zone, info.start, info.end, entry.hour, entry.minute)
  const name = `${String(entry.hour).padStart(2, '0')}:${String(entry.minute).padStart(2, '0')}`
  const go = (): void => {
    if (at !== undefined) return void seek(at)
    const hours = `${formatMinute(info.zone, info.start)}–${formatMinute(info.zone, info.end)}`
    tell('info', `${name} is outside this replay, which runs ${hours} ${zoneName(info.zone, info.start)}.`)
  }
  return (
    <Cmdk.Group heading="Go to">
      <Item value="go-to-time" onSelect={go}>
        <Clock className="size-4 text-muted" aria-hidden="true" />
        {name} {zoneName(info.zone, info.start)}
        {at === undefined && <span className="text-muted">outside this replay</span>}
        <CornerDownLeft className="ml-auto size-4 text-faint" aria-hidden="true" />
      </Item>
    </Cmdk.Group>
  )
}

function SymbolItems({ text }: { text: string }) {
  const symbols = useSymbols((state) => state.symbols)
  const wanted = text.toUpperCase()
  const found = useMemo(() => {
    if (wanted === '') return symbols.slice(0, 5)
    const starts = symbols.filter(({ symbol }) => symbol.startsWith(wanted))
    const holds = symbols.filter(({ symbol }) => symbol.indexOf(wanted) > 0)
    return [...starts, ...holds].slice(0, mostSymbols)
  }, [symbols, wanted])
  if (found.length === 0) return null
  return (
    <Cmdk.Group heading="Symbols">
      {found.map(({ symbol, exchange, sessions, synthetic }) => (
        <Item
          key={symbol}
          value={`symbol-${symbol}`}
          onSelect={() => {
            showView('replay')
            void showSymbol(symbol)
          }}
        >
          <ChartCandlestick className="size-4 text-muted" aria-hidden="true" />
          <span className="font-medium">{symbol}</span>
          <span className="text-muted">{exchange}</span>
          {synthetic && <SyntheticBadge />}
          <span className="ml-auto text-muted text-xs">
            {sessions} {sessions === 1 ? 'session' : 'sessions'}
          </span>
        </Item>
      ))}
    </Cmdk.Group>
  )
}

function CommandItems({ text }: { text: string }) {
  const found = commands.filter((command) => command.available() && isAskedFor(command, text))
  if (found.length === 0) return null
  return (
    <Cmdk.Group heading="Commands">
      {found.map(({ id, title, group, shortcut, run }) => (
        <Item key={id} value={`command-${id}`} onSelect={() => void run()}>
          <span className="w-20 shrink-0 text-faint text-xs">{group}</span>
          {title}
          {shortcut && (
            <span className="ml-auto">
              <Keys keys={shortcut} />
            </span>
          )}
        </Item>
      ))}
    </Cmdk.Group>
  )
}

function isAskedFor({ id, title, group }: Command, text: string): boolean {
  if (id === 'palette') return false
  const words = `${group} ${title}`.toLowerCase()
  return text.split(/\s+/).every((word) => words.includes(word))
}
