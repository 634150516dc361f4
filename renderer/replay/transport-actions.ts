import type { ReplayInfo, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { expectedSlots, neighbourEnds } from '../charts/slots.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { neighbourSpeed, usePlayback } from '../stores/playback.ts'
import { remember } from '../stores/remembered.ts'
import { useReplay } from '../stores/replay.ts'
import { shownNow } from '../stores/shown-session.ts'
import { attempt } from '../stores/toasts.ts'
import { goesOn } from './range.ts'
import { whenOpen } from './when-open.ts'

function isOpen(): boolean {
  return useReplay.getState().status.state === 'open'
}

/**
 * Plays, or pauses; at the end of the session it plays the next one of the range, else again from its start. A session
 * that is being opened plays as soon as it is open.
 */
export async function togglePlaying(): Promise<void> {
  const { playing, ended } = usePlayback.getState()
  const { info, status } = useReplay.getState()
  if (status.state === 'opening') useReplay.setState({ status: { ...status, plays: !status.plays } })
  if (!isOpen() || !info) return
  await attempt(async () => {
    if (playing) return engine().call('replay.pause', undefined)
    if (ended && goesOn(info)) await engine().call('replay.roll', undefined)
    else if (ended) await engine().call('replay.seek', { at: info.start })
    return engine().call('replay.play', undefined)
  })
}

/** Steps whole minutes, which pauses. */
export async function stepMinutes(minutes: number): Promise<void> {
  stayPaused()
  await whenOpen(async () => {
    await attempt(async () => engine().call('replay.step', { minutes }))
  })
}

/** Steps to the end of a chart bar: the one that is under way, or the one before. */
export async function stepChartBar(direction: 1 | -1): Promise<void> {
  stayPaused()
  await whenOpen(async () => {
    const info = shownNow()
    const { clock } = usePlayback.getState()
    if (!info || clock === undefined) return
    const { interval } = useChart.getState()
    const stretches = [info.preMarket, ...info.segments, info.postMarket]
      .filter((stretch) => stretch !== undefined)
      .filter(({ open, close }) => open >= info.opens && close <= info.closes)
    const { before, after } = neighbourEnds(expectedSlots(stretches, interval), clock)
    const at = direction === 1 ? (after ?? info.end) : (before ?? info.start)
    await stepMinutes(wholeMinutes(clock, at))
  })
}

/** A session that is being opened does not play when it is stepped after that was asked for. */
function stayPaused(): void {
  const { status } = useReplay.getState()
  if (status.state === 'opening') useReplay.setState({ status: { ...status, plays: false } })
}

/** Minutes to step from a clock that may stand within a minute, to reach `at` or the minute nearest to it. */
function wholeMinutes(clock: EpochMs, at: EpochMs): number {
  const minutes = (at - clock) / minuteMs
  return minutes > 0 ? Math.ceil(minutes) : Math.floor(minutes)
}

let seeking = false
let wanted: EpochMs | undefined

/**
 * Seeks; while one seek is under way only the last of those that follow is asked for. In a session that is being
 * opened a time of another one does nothing.
 */
export async function seek(at: EpochMs): Promise<void> {
  const isKept = !isOpen()
  await whenOpen(async () => {
    const { info } = useReplay.getState()
    if (isKept && (!info || at < info.start || at > info.end)) return
    await seekNow(at)
  })
}

async function seekNow(at: EpochMs): Promise<void> {
  wanted = at
  if (seeking) return
  seeking = true
  while (wanted !== undefined) {
    const target: EpochMs = wanted
    wanted = undefined
    await attempt(async () => engine().call('replay.seek', { at: target }))
  }
  seeking = false
}

export function seekStart(): Promise<void> {
  return seekTo(({ start }) => start)
}

export function seekEnd(): Promise<void> {
  return seekTo(({ end }) => end)
}

async function seekTo(timeOf: (info: ReplayInfo) => EpochMs): Promise<void> {
  await whenOpen(async () => {
    const { info } = useReplay.getState()
    if (info) await seekNow(timeOf(info))
  })
}

export async function chooseSpeed(speed: ReplaySpeed): Promise<void> {
  usePlayback.setState({ speed })
  remember({ speed })
  const { status } = useReplay.getState()
  if (status.state === 'opening') useReplay.setState({ status: { ...status, speed } })
  if (isOpen()) await attempt(async () => engine().call('replay.speed', { speed }))
}

export async function changeSpeed(direction: 1 | -1): Promise<void> {
  await chooseSpeed(neighbourSpeed(usePlayback.getState().speed, direction))
}
