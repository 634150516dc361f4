/** So close before its time a tick counts as come: timers may fire a little early. */
const earlyMs = 1

/**
 * The first tick after `now` of a timetable that ticks at `start` and every `intervalMs` from then on, however many
 * ticks were missed and however long the last one's work took (T8). Before `start` that is `start` itself. All in
 * milliseconds of one clock.
 */
export function nextTick(now: number, start: number, intervalMs: number): number {
  if (now + earlyMs < start) return start
  return start + (Math.floor((now + earlyMs - start) / intervalMs) + 1) * intervalMs
}
