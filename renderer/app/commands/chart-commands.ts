import { adjustmentModes } from '#shared/bars/adjustment-mode.ts'
import { openIndicatorMenu } from '../../indicators/menu-state.ts'
import { adjustmentNames } from '../../replay/adjustment-names.ts'
import { openBarVersions } from '../../replay/bar-versions.ts'
import { showAdjustment, showBarView } from '../../replay/session.ts'
import { fitSession } from '../../replay/shown-chart.ts'
import { whenOpen } from '../../replay/when-open.ts'
import { chooseInterval, intervals } from '../../stores/chart.ts'
import { useReplay } from '../../stores/replay.ts'
import { replayWanted, sessionShown } from './availability.ts'
import type { Command } from './command.ts'

const intervalCommands: readonly Command[] = intervals.map((interval, index) => ({
  id: `interval-${interval}`,
  title: `Show ${interval} bars`,
  group: 'Chart',
  shortcut: String(index + 1),
  available: sessionShown,
  run: () => chooseInterval(interval),
}))

const adjustmentCommands: readonly Command[] = adjustmentModes.map((mode) => ({
  id: `adjustment-${mode}`,
  title: `Show history ${adjustmentNames[mode]}`,
  group: 'Chart',
  available: sessionShown,
  run: () => showAdjustment(mode),
}))

/** What is about the chart. */
export const chartCommands: readonly Command[] = [
  ...intervalCommands,
  ...adjustmentCommands,
  {
    id: 'bar-view',
    title: 'Switch between as traded and as repaired',
    group: 'Chart',
    shortcut: 'T',
    available: sessionShown,
    run: () => showBarView(useReplay.getState().view === 'as-traded' ? 'as-repaired' : 'as-traded'),
  },
  {
    id: 'bar-versions',
    title: 'Versions of the bar',
    group: 'Chart',
    shortcut: 'B',
    available: replayWanted,
    run: () => whenOpen(() => openBarVersions(), 'versions'),
  },
  {
    id: 'fit-session',
    title: 'Fit the session to the chart',
    group: 'Chart',
    shortcut: 'F',
    available: sessionShown,
    run: fitSession,
  },
  {
    id: 'indicators',
    title: 'Add an indicator',
    group: 'Chart',
    shortcut: 'I',
    available: sessionShown,
    run: openIndicatorMenu,
  },
]
