import {
  changeSpeed,
  seekEnd,
  seekStart,
  stepChartBar,
  stepMinutes,
  togglePlaying,
} from '../../replay/transport-actions.ts'
import { openOverlay } from '../../stores/view.ts'
import { replayWanted } from './availability.ts'
import type { Command } from './command.ts'

/** What moves the clock. */
export const replayCommands: readonly Command[] = [
  {
    id: 'play',
    title: 'Play or pause',
    group: 'Replay',
    shortcut: 'Space',
    available: replayWanted,
    run: togglePlaying,
  },
  {
    id: 'forward',
    title: 'Step one minute forward',
    group: 'Replay',
    shortcut: '→',
    repeats: true,
    available: replayWanted,
    run: () => stepMinutes(1),
  },
  {
    id: 'back',
    title: 'Step one minute back',
    group: 'Replay',
    shortcut: '←',
    repeats: true,
    available: replayWanted,
    run: () => stepMinutes(-1),
  },
  {
    id: 'forward-bar',
    title: 'Step one chart bar forward',
    group: 'Replay',
    shortcut: 'Shift+→',
    repeats: true,
    available: replayWanted,
    run: () => stepChartBar(1),
  },
  {
    id: 'back-bar',
    title: 'Step one chart bar back',
    group: 'Replay',
    shortcut: 'Shift+←',
    repeats: true,
    available: replayWanted,
    run: () => stepChartBar(-1),
  },
  {
    id: 'start',
    title: 'Go to the start of the session',
    group: 'Replay',
    shortcut: 'Home',
    available: replayWanted,
    run: seekStart,
  },
  {
    id: 'end',
    title: 'Go to the end of the session',
    group: 'Replay',
    shortcut: 'End',
    available: replayWanted,
    run: seekEnd,
  },
  {
    id: 'faster',
    title: 'Play faster',
    group: 'Replay',
    shortcut: '+',
    available: replayWanted,
    run: () => changeSpeed(1),
  },
  {
    id: 'slower',
    title: 'Play slower',
    group: 'Replay',
    shortcut: '−',
    available: replayWanted,
    run: () => changeSpeed(-1),
  },
  {
    id: 'go-to-time',
    title: 'Go to time …',
    group: 'Replay',
    shortcut: 'G',
    available: replayWanted,
    run: () => openOverlay('palette', '@'),
  },
]
