import { History } from 'lucide-react'
import type { ShownVersion } from '#shared/protocol/bar-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { shortcutOf } from '../app/commands/commands.ts'
import { formatCount, formatPrice } from '../charts/prices.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { formatDate, formatSpan, zoneName } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { PopOver } from '../ui/pop-over.tsx'
import {
  closeBarVersions,
  isSameBar,
  openBarVersions,
  type ShownBar,
  useBarVersions,
} from './bar-versions.ts'
import { knownWords, originWords, shownVersion, versionWords } from './version-words.ts'

/** What is known of the past of a bar, in one line, and behind it all its versions. */
export function BarVersions({ bar, word, zone }: { bar: ShownBar; word: string; zone: string }) {
  const inspected = useBarVersions((state) => state.inspected)
  const versions = useBarVersions((state) => (isSameBar(state.asked, bar) ? state.versions : undefined))
  const shown = useShownVersion(versions)
  const tells = shown && versions && word !== 'recorded'
  const words = tells ? versionWords(zone, shown, versions.length) : undefined
  const shortcut = shortcutOf('bar-versions')
  return (
    <PopOver
      label="Versions of this bar"
      open={inspected !== undefined}
      onOpenChange={(open) => (open ? openBarVersions() : closeBarVersions())}
      hasCommand
      trigger={
        <button
          type="button"
          title={`${words ?? 'Versions of this bar'}${shortcut ? ` (${shortcut})` : ''}`}
          aria-label={`Versions of this bar: ${words ?? word}`}
          data-testid="bar-versions"
          onMouseDown={keepFocus}
          className="flex min-w-0 items-center gap-1 rounded-sm bg-raised px-1.5 text-2xs text-ink transition-colors hover:bg-hover"
        >
          <History className="size-3 shrink-0" aria-hidden="true" />
          <span className="truncate @max-[940px]:hidden">{words ?? word}</span>
          <span className="hidden truncate @max-[940px]:block">
            {words ? `${word}, ${shown?.version} of ${versions?.length}` : word}
          </span>
        </button>
      }
    >
      {inspected && <Versions bar={inspected} zone={zone} />}
    </PopOver>
  )
}

function useShownVersion(versions: readonly ShownVersion[] | undefined): ShownVersion | undefined {
  const clock = useKnowingClock()
  return versions && shownVersion(versions, clock)
}

/** The clock by which versions are known; undefined as repaired, where all are. */
function useKnowingClock(): EpochMs | undefined {
  const asTraded = useReplay((state) => state.view === 'as-traded')
  return usePlayback((state) => (asTraded ? state.clock : undefined))
}

function Versions({ bar, zone }: { bar: ShownBar; zone: string }) {
  const { asked, versions } = useBarVersions()
  const own = isSameBar(asked, bar) ? versions : undefined
  const shown = useShownVersion(own)
  const clock = useKnowingClock()
  return (
    <div className="max-h-[min(26rem,var(--radix-popover-content-available-height))] w-[27rem] overflow-y-auto p-3.5">
      <h2 className="panel-title">Versions of this bar</h2>
      <p className="mt-1 mb-2 text-muted text-sm">
        {bar.symbol} · {formatDate(zone, bar.start)} {formatSpan(zone, bar.start, endOf(bar))}{' '}
        {zoneName(zone, bar.start)}
      </p>
      {!own && <p className="text-muted text-sm">Reading …</p>}
      {own?.length === 0 && <p className="text-muted text-sm">The store has no bar of this minute.</p>}
      {own && own.length > 0 && (
        <ol className="divide-y divide-line" data-testid="version-list">
          {own.map((version) => (
            <Version
              key={version.version}
              version={version}
              of={own.length}
              zone={zone}
              sign={signOf(version, shown, clock)}
            />
          ))}
        </ol>
      )}
    </div>
  )
}

function Version({
  version,
  of,
  zone,
  sign,
}: {
  version: ShownVersion
  of: number
  zone: string
  sign: string | undefined
}) {
  const { open, high, low, close, volume } = version
  return (
    <li className="py-2 text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <span className={classes(sign === shownSign ? 'font-medium text-ink' : 'text-muted')}>
          Version {version.version} of {of}
        </span>
        {sign && <span className="rounded-sm bg-raised px-1.5 text-2xs text-ink">{sign}</span>}
      </p>
      <p className="text-muted text-xs">
        {originWords(version)}, {knownWords(zone, version)}
      </p>
      <p className="text-selectable mt-0.5 text-ink tabular-nums">
        O {formatPrice(open)} H {formatPrice(high)} L {formatPrice(low)} C {formatPrice(close)} V{' '}
        {formatCount(volume)}
      </p>
    </li>
  )
}

const shownSign = 'shown now'

function signOf(
  version: ShownVersion,
  shown: ShownVersion | undefined,
  clock: EpochMs | undefined,
): string | undefined {
  if (version === shown) return shownSign
  return clock !== undefined && version.knownAt > clock ? 'later than the clock' : undefined
}

function endOf({ start }: ShownBar): ShownBar['start'] {
  return (start + minuteMs) as ShownBar['start']
}
