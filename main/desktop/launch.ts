import { resolve } from 'node:path'
import { z } from 'zod'

/** What a start of the program asks for; a second start passes it on to the first. */
export const launchShape = z.object({ store: z.string().min(1).max(4096).optional() })
export type Launch = z.infer<typeof launchShape>

/** Reads `--store=PATH` from the arguments; a relative path counts from the folder `cwd`. */
export function launchOf(args: readonly string[], cwd: string): Launch {
  const option = '--store='
  const path = args.findLast((arg) => arg.startsWith(option))?.slice(option.length)
  return path ? { store: resolve(cwd, path) } : {}
}
