import { z } from 'zod'

/** A strategy by its name where it comes with the program, else with its text, so that a run needs no other file. */
export const chosenStrategyShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('built-in'), name: z.string().min(1).max(100) }),
  z.object({
    kind: z.literal('file'),
    file: z.string().min(1).max(4096),
    text: z.string().max(1_000_000),
  }),
])
export type ChosenStrategy = z.infer<typeof chosenStrategyShape>
