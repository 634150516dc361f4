/** How bars of earlier sessions are shown: as traded, or as if later splits, and dividends, had been before them. */
export const adjustmentModes = ['raw', 'split', 'split-and-dividend'] as const

export type AdjustmentMode = (typeof adjustmentModes)[number]

/**
 * The mode unless told: the session itself is as traded, the history before it is adjusted for the splits up to that
 * session (R21).
 */
export const usualAdjustment: AdjustmentMode = 'split'
