import { create } from 'zustand'
import type { Frame, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

interface PlaybackState {
  readonly clock: EpochMs | undefined
  /** Another one after every jump of the clock; undefined before the first frame. */
  readonly epoch: number | undefined
  readonly playing: boolean
  readonly ended: boolean
  readonly speed: ReplaySpeed
  /** Who cannot keep up, in words; undefined while everybody does. */
  readonly lag: string | undefined
}

export const speeds: readonly ReplaySpeed[] = [1, 5, 15, 60, 150, 300, 600, 1200, 3600, 'max']
export const usualSpeed: ReplaySpeed = 60

/** Where the replay stands, as the last frame told. */
export const usePlayback = create<PlaybackState>(() => ({
  clock: undefined,
  epoch: undefined,
  playing: false,
  ended: false,
  speed: usualSpeed,
  lag: undefined,
}))

export function showPlayback({ clock, epoch, playing, ended, speed, ...lag }: Frame): void {
  usePlayback.setState({ clock, epoch, playing, ended, speed, lag: lagText(lag) })
}

/** "waiting for strategy", "strategy is 12 min behind". */
export function lagText({ waitingFor, behind }: Pick<Frame, 'waitingFor' | 'behind'>): string | undefined {
  if (waitingFor.length > 0) return `waiting for ${waitingFor.join(', ')}`
  return behind && `${behind.name} is ${behind.minutes} min behind`
}

/** "60×", "1,200×", "max". */
export function speedName(speed: ReplaySpeed): string {
  return speed === 'max' ? 'max' : `${speed.toLocaleString('en-US')}×`
}

/** The next speed of the menu upwards or downwards; the same at its ends. */
export function neighbourSpeed(speed: ReplaySpeed, direction: 1 | -1): ReplaySpeed {
  const rank = (value: ReplaySpeed): number => (value === 'max' ? Number.POSITIVE_INFINITY : value)
  const candidates = speeds.filter((other) => direction * (rank(other) - rank(speed)) > 0)
  return (direction === 1 ? candidates[0] : candidates.at(-1)) ?? speed
}
