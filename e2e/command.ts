import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const cli = join(import.meta.dirname, '../out/main/cli.js')

/** Runs the built command line and returns what it prints. Throws with its errors when it does not end well. */
export function tapedeck(...args: readonly string[]): string {
  return tapedeckWith({}, ...args)
}

/** The same with more variables in its environment. */
export function tapedeckWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): string {
  const node = process.env.TAPEDECK_NODE ?? process.execPath
  const env = { ...process.env, ...variables }
  return execFileSync(node, [cli, ...args], { encoding: 'utf8', stdio: 'pipe', env })
}
