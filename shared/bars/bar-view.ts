/** Bars as they were known at some moment, or with every revision applied. */
export const barViews = ['as-traded', 'as-repaired'] as const

export type BarView = (typeof barViews)[number]
