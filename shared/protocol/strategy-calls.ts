import { z } from 'zod'
import { call } from './contract.ts'

const strategyParam = z.object({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  step: z.number().optional(),
})

const listedStrategy = z.object({
  kind: z.enum(['built-in', 'file']),
  /** Name of one that comes with the program, else path of the file. */
  id: z.string().min(1).max(4096),
  /** What it calls itself; its file's name while that cannot be told. */
  title: z.string(),
  text: z.string(),
  params: z.record(z.string(), strategyParam),
  minCoverage: z.number().optional(),
  /** Why it cannot run, and where. */
  fault: z.object({ message: z.string(), line: z.int().optional(), column: z.int().optional() }).optional(),
})
/** A strategy that can be chosen: one that comes with the program, or one of a file. */
export type ListedStrategy = z.infer<typeof listedStrategy>

/** What a window may ask about strategies. */
export const strategyCalls = {
  /** Those that come with the program first, then files in order of title. */
  'strategies.list': call(z.void().optional(), z.array(listedStrategy), 30_000),
} as const
