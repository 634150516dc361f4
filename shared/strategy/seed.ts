import { z } from 'zod'

/** What the chance of a run begins with: runs of the same seed see the same numbers. */
export const seedShape = z.int().min(0).max(0xffff_ffff)

/** Of a run that names none. */
export const usualSeed = 1
