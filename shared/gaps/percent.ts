/**
 * `part` of `whole` in percent, floored to one decimal, so that 99.97 is 99.9 and never a hundred (R16); undefined
 * of nothing (G9). Both are whole numbers.
 */
export function flooredPercent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.floor((1000 * part) / whole) / 10
}
