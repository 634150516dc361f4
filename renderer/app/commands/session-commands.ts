import { showRandomSession } from '../../replay/random-session.ts'
import { showHours, showNeighbourSession } from '../../replay/session.ts'
import { verifySession } from '../../replay/verify.ts'
import { whenOpen } from '../../replay/when-open.ts'
import { useReplay } from '../../stores/replay.ts'
import { replayWanted, sessionShown } from './availability.ts'
import type { Command } from './command.ts'

/** What chooses and checks the session. */
export const sessionCommands: readonly Command[] = [
  {
    id: 'next-session',
    title: 'Next session',
    group: 'Session',
    shortcut: ']',
    available: sessionShown,
    run: () => showNeighbourSession(1),
  },
  {
    id: 'previous-session',
    title: 'Previous session',
    group: 'Session',
    shortcut: '[',
    available: sessionShown,
    run: () => showNeighbourSession(-1),
  },
  {
    id: 'random-session',
    title: 'Random session',
    group: 'Session',
    available: sessionShown,
    run: showRandomSession,
  },
  {
    id: 'hours',
    title: 'Show or hide extended hours',
    group: 'Session',
    shortcut: 'E',
    available: sessionShown,
    run: () => showHours(useReplay.getState().hours === 'all' ? 'regular' : 'all'),
  },
  {
    id: 'verify',
    title: 'Verify the session',
    group: 'Session',
    shortcut: 'V',
    available: replayWanted,
    run: () => whenOpen(verifySession, 'verify'),
  },
]
