import type { IndicatorParam } from '#shared/session-file/indicators.ts'

/** The number that was typed, if a param can be that. */
export function parseParam(text: string, { min, max, whole }: IndicatorParam): number | undefined {
  const typed = text.trim()
  if (!/^\d+([.]\d+)?$/.test(typed)) return undefined
  const value = Number(typed)
  return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined
}

/** What a param can be: "whole number, 1 to 1000". */
export function rangeText({ min, max, whole }: IndicatorParam): string {
  return `${whole ? 'whole number' : 'number'}, ${min} to ${max}`
}
