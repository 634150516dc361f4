import { z } from 'zod'

const builtIn = z.object({ kind: z.literal('built-in'), name: z.string().min(1).max(100) })
const file = z.object({ kind: z.literal('file'), file: z.string().min(1).max(4096) })
const text = z.string().max(1_000_000)

/** A strategy by its name where it comes with the program, else with its text, so that a run needs no other file. */
export const chosenStrategyShape = z.discriminatedUnion('kind', [builtIn, file.extend({ text })])
export type ChosenStrategy = z.infer<typeof chosenStrategyShape>

/** The same where the text of a file may lie in the file alone. */
export const namedStrategyShape = z.discriminatedUnion('kind', [
  builtIn,
  file.extend({ text: text.exactOptional() }),
])
export type NamedStrategy = z.infer<typeof namedStrategyShape>
