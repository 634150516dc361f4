import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'

/** What each way to show earlier sessions is called. */
export const adjustmentNames: Readonly<Record<AdjustmentMode, string>> = {
  raw: 'History as traded',
  split: 'History adjusted for splits',
  'split-and-dividend': 'History adjusted for splits and dividends',
}
