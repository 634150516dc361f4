import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'

/** What history is in each mode, to be said after "History". */
export const adjustmentNames: Readonly<Record<AdjustmentMode, string>> = {
  raw: 'as traded',
  split: 'adjusted for splits',
  'split-and-dividend': 'adjusted for splits and dividends',
}
