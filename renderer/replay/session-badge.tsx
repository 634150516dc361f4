import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { SessionReport, SessionState } from '#shared/protocol/session-calls.ts'
import { nameOf, sinceOf, useSessionState } from '../stores/session-state.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import { formatMinute, formatSession, zoneName } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { PopOver } from '../ui/pop-over.tsx'
import { ForceState } from './force-state.tsx'
import { SessionLog } from './session-log.tsx'

const colors: Readonly<Record<SessionState, string>> = {
  'not-started': 'bg-faint',
  'pre-market': 'bg-warn',
  active: 'bg-up',
  'post-market': 'bg-warn',
  ended: 'bg-faint',
  timeout: 'bg-missing',
  error: 'bg-down',
}

/** Where the session stands and since when; behind it, what happened to it so far. */
export function SessionBadge({ info }: { info: ShownSession }) {
  const [open, setOpen] = useState(false)
  const reports = useSessionState((state) => state.reports)
  const report = reports.find(({ exchange }) => exchange === info.exchange)
  const others = reports.filter((other) => other !== report)
  if (report?.session !== info.session) return <span className="text-muted">–</span>
  const since = sinceOf(report)
  // A session ends some time after its close; the clock of a replay stops before.
  const hasBegun = since !== undefined && since <= info.end
  return (
    <PopOver
      label="What happened to the session"
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <button
          type="button"
          title="What happened to the session"
          className="-my-0.5 inline-flex items-center gap-2 rounded-md border border-line bg-raised py-0.5 pr-1.5 pl-2 transition-colors hover:border-edge hover:bg-hover"
        >
          <StateSign report={report} />
          {hasBegun && (
            <span className="@max-[260px]:hidden font-normal text-muted text-xs">
              since {formatMinute(info.zone, since)}
            </span>
          )}
          <ChevronDown className="size-3.5 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <Happenings info={info} report={report} others={others} />
    </PopOver>
  )
}

/** Of another exchange of the replay, in the times of the replay's own. */
function OtherState({ report, zone }: { report: SessionReport; zone: string }) {
  const since = sinceOf(report)
  return (
    <span className="inline-flex items-center gap-2">
      <StateDot report={report} />
      {nameOf(report)}
      {since !== undefined && <span className="text-muted text-xs">since {formatMinute(zone, since)}</span>}
    </span>
  )
}

function StateSign({ report }: { report: SessionReport }) {
  return (
    <span className="inline-flex items-center gap-2">
      <StateDot report={report} />
      <span data-testid="session-state">{nameOf(report)}</span>
    </span>
  )
}

function StateDot({ report: { state, onBreak } }: { report: SessionReport }) {
  const color = onBreak && state === 'active' ? 'bg-warn' : colors[state]
  return <span className={classes('size-2 rounded-full', color)} aria-hidden="true" />
}

function Happenings({
  info,
  report,
  others,
}: {
  info: ShownSession
  report: SessionReport
  others: readonly SessionReport[]
}) {
  const { checkedAt, next } = report
  return (
    <div className="flex max-h-[min(26rem,var(--radix-popover-content-available-height))] w-80 flex-col overflow-y-auto">
      <div className="flex items-baseline justify-between gap-3 px-3.5 pt-3 pb-2">
        <h2 className="panel-title">{formatSession(info.session)}</h2>
        <span className="text-2xs text-faint">{zoneName(info.zone, info.opens)}</span>
      </div>
      <SessionLog zone={info.zone} session={info.session} log={report.log} />
      <p className="border-line border-t px-3.5 py-2 text-muted text-xs">
        {checkedAt !== undefined && `Checked at ${formatMinute(info.zone, checkedAt)}. `}
        {next && `The session after it is ${formatSession(next)}.`}
      </p>
      {others.map((other) => (
        <p
          key={other.exchange}
          className="flex items-center justify-between gap-3 border-line border-t px-3.5 py-2 text-sm"
        >
          <span className="text-muted">{other.exchange}</span>
          <OtherState report={other} zone={info.zone} />
        </p>
      ))}
      <ForceState state={report.state} exchange={report.exchange} />
    </div>
  )
}
