import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import type { ComponentProps } from 'react'
import { shortcutOf } from '../app/commands/commands.ts'
import { isOpen } from '../engine/connection.ts'
import { useConnection } from '../stores/connection.ts'
import { speedName, speeds, usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { formatSecond, zoneName } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { keepFocus } from '../ui/input-mode.ts'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import { Tip } from '../ui/tip.tsx'
import { useRecorded } from './recorded.ts'
import { Timeline } from './timeline.tsx'
import { chooseSpeed, seekEnd, seekStart, stepMinutes, togglePlaying } from './transport-actions.ts'

/** Plays the session: buttons, speed, clock and timeline. */
export function Transport() {
  const info = useShownSession()
  const open = useReplay((state) => state.status.state === 'open' || state.status.state === 'opening')
  const connected = useConnection((state) => isOpen(state.connection))
  const ready = open && connected && info !== undefined
  return (
    <section aria-label="Transport" className="@container shrink-0 border-line border-t bg-panel">
      <div className="flex min-h-[4.25rem] items-center gap-2 px-3 @max-[820px]:flex-wrap @max-[820px]:pt-2">
        <TransportButton
          label="To the start"
          command="start"
          disabled={!ready}
          onClick={() => void seekStart()}
        >
          <SkipBack className="size-4" />
        </TransportButton>
        <TransportButton
          label="One minute back"
          command="back"
          disabled={!ready}
          onClick={() => void stepMinutes(-1)}
        >
          <ChevronLeft className="size-4" />
        </TransportButton>
        <PlayButton disabled={!ready} />
        <TransportButton
          label="One minute forward"
          command="forward"
          disabled={!ready}
          onClick={() => void stepMinutes(1)}
        >
          <ChevronRight className="size-4" />
        </TransportButton>
        <TransportButton label="To the end" command="end" disabled={!ready} onClick={() => void seekEnd()}>
          <SkipForward className="size-4" />
        </TransportButton>
        <SpeedMenu />
        <Clock />
        <div className="min-w-0 flex-1 @max-[820px]:order-last @max-[820px]:basis-full">
          {info ? <Timeline info={info} /> : <div className="h-11" />}
        </div>
        <MinuteCount />
      </div>
    </section>
  )
}

function TransportButton({
  command,
  ...rest
}: Omit<ComponentProps<typeof IconButton>, 'shortcut'> & { command: string }) {
  return (
    <IconButton look="outline" side="top" shortcut={shortcutOf(command)} onMouseDown={keepFocus} {...rest} />
  )
}

function PlayButton({ disabled }: { disabled: boolean }) {
  const opening = useReplay(({ status }) => (status.state === 'opening' ? status : undefined))
  const isPlaying = usePlayback((state) => state.playing)
  const playing = opening ? opening.plays : isPlaying
  const label = playing ? 'Pause' : 'Play'
  const Icon = playing ? Pause : Play
  return (
    <Tip text={label} shortcut={shortcutOf('play')} side="top">
      <button
        type="button"
        aria-label={label}
        data-testid="play"
        disabled={disabled}
        onMouseDown={keepFocus}
        onClick={() => void togglePlaying()}
        className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-accent text-accent-ink transition-[filter] hover:brightness-110 active:brightness-95 disabled:opacity-40"
      >
        <Icon className="size-[1.125rem]" fill="currentColor" />
      </button>
    </Tip>
  )
}

function SpeedMenu() {
  const speed = usePlayback((state) => state.speed)
  const choose = (name: string): void => {
    const chosen = speeds.find((candidate) => String(candidate) === name)
    if (chosen !== undefined) void chooseSpeed(chosen)
  }
  return (
    <Menu
      label="Speed"
      side="top"
      align="center"
      trigger={
        <button
          type="button"
          aria-label={`Speed ${speedName(speed)}`}
          data-testid="speed"
          className="ml-1 h-8 w-[4.25rem] shrink-0 rounded-md border border-line bg-raised font-semibold text-sm transition-colors hover:border-edge hover:bg-hover"
        >
          {speedName(speed)}
        </button>
      }
    >
      <MenuChoices
        value={String(speed)}
        onChange={choose}
        options={speeds.toReversed().map((option) => ({
          value: String(option),
          label: speedName(option),
          ...(speedNote(option) && { note: speedNote(option) }),
        }))}
      />
    </Menu>
  )
}

function speedNote(speed: number | 'max'): string | undefined {
  if (speed === 1) return 'real time'
  if (speed === 60) return '1 minute a second'
  if (speed === 3600) return '1 hour a second'
  if (speed === 'max') return 'as fast as it goes'
  return undefined
}

function Clock() {
  const info = useShownSession()
  const clock = usePlayback((state) => state.clock)
  if (!info || clock === undefined) {
    return <div className="w-[7.75rem] shrink-0 px-2 font-semibold text-faint text-lg">–:–:–</div>
  }
  return (
    <div className="flex w-[8.25rem] shrink-0 items-baseline gap-1.5 px-2">
      <time className="font-semibold text-lg tabular-nums" data-testid="clock">
        {formatSecond(info.zone, clock)}
      </time>
      <span className="text-muted text-xs">{zoneName(info.zone, info.start)}</span>
    </div>
  )
}

function MinuteCount() {
  const expected = useRecorded()?.expected
  const total = useShownSession()?.expectedMinutes
  const lag = usePlayback((state) => state.lag)
  return (
    <div
      className="w-[5.75rem] shrink-0 @max-[820px]:ml-auto whitespace-nowrap text-right text-muted text-sm"
      data-testid="minutes"
    >
      {total !== undefined && `${expected ?? 0} of ${total}`}
      {lag && (
        <span role="status" title={lag} className="block truncate text-warn text-xs">
          {lag}
        </span>
      )}
    </div>
  )
}
