import { symbolWords, whenWords } from '#shared/prefetch/plan-words.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { ListedPlan, NextRuns } from '#shared/protocol/prefetch-calls.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { wallText } from '../engine/prefetch/schedule/wall-clock.ts'
import { textTable } from './text-table.ts'

/** Plans as JSON: each as it is, with the record of its last run. */
export function plansAsJson(plans: readonly ListedPlan[]): string {
  return `${JSON.stringify(plans.map(({ plan, last }) => ({ ...plan, ...(last && { last: recordRow(last) }) })))}\n`
}

/** Plans as a table, a row a plan. */
export function plansAsText(plans: readonly ListedPlan[]): string {
  const rows = plans.map(({ plan, last }) => [
    plan.name,
    plan.exchange,
    symbolWords(plan.symbols),
    String(plan.trailing),
    plan.enabled ? whenWords(plan.when) : 'by hand only',
    last ? `${last.outcome} for ${last.session}` : 'has not run',
  ])
  return textTable(['name', 'exchange', 'symbols', 'trailing', 'runs', 'last'], rows, ['trailing'])
}

/** Next runs as JSON, in UTC, in the time of the exchange and in that of a zone. */
export function nextAsJson(plans: readonly NextRuns[], localZone: string): string {
  return `${JSON.stringify(plans.map((plan) => nextRow(plan, localZone)))}\n`
}

/** Next runs as a table, a row a run; nothing where there is none. */
export function nextAsText(plans: readonly NextRuns[], localZone: string): string {
  const rows = plans.flatMap(({ plan, zone, runs }) =>
    runs.map(({ due, wall, session }) => [
      plan,
      `${wall} ${zone}`,
      `${wallText(localZone, due).wall} ${localZone}`,
      session,
    ]),
  )
  return rows.length > 0 ? textTable(['plan', 'time of the exchange', 'local time', 'session'], rows) : ''
}

function recordRow({ due, startedAt, endedAt, ...record }: RunRecord): object {
  return {
    ...record,
    due: formatUtc(due),
    startedAt: formatUtc(startedAt),
    ...(endedAt !== undefined && { endedAt: formatUtc(endedAt) }),
  }
}

function nextRow({ plan, exchange, zone, runs, problem }: NextRuns, localZone: string): object {
  return {
    plan,
    exchange,
    zone,
    localZone,
    runs: runs.map(({ due, wall, offset, session, open }) => {
      const local = wallText(localZone, due)
      return {
        due: formatUtc(due),
        exchangeTime: `${wall} ${offset}`,
        localTime: `${local.wall} ${local.offset}`,
        session,
        open: formatUtc(open),
      }
    }),
    ...(problem !== undefined && { problem }),
  }
}
