import { join } from 'node:path'
import { runCommand } from '../setup/command.ts'
import { projectRoot } from '../setup/project.ts'
import { type Outcome, singleOutcome } from './outcome.ts'

const bin = join(projectRoot, 'node_modules')

/** Checks the types of every process, each against its own walls. */
export function checkTypes(): Promise<Outcome> {
  return runCheck('types', join(bin, 'typescript', 'bin', 'tsc'), ['-b'])
}

/** Checks format, lint rules and which folder may import what. */
export function checkLint(): Promise<Outcome> {
  return runCheck('lint', join(bin, '@biomejs', 'biome', 'bin', 'biome'), ['ci', '--error-on-warnings', '.'])
}

async function runCheck(name: string, program: string, args: readonly string[]): Promise<Outcome> {
  const { code, output } = await runCommand(process.execPath, [program, ...args], {
    cwd: projectRoot,
    timeoutMs: 300_000,
  })
  if (code !== 0) console.log(output)
  console.log(`${name}: ${code === 0 ? 'ok' : 'failed'}`)
  return singleOutcome(code === 0)
}
