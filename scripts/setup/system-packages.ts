import { existsSync } from 'node:fs'
import { mustRun, runCommand } from './command.ts'

/** What Electron, a virtual display, a native build and the tests of PostgreSQL need on Debian, with the names of newer releases behind. */
const needed: readonly (readonly string[])[] = [
  ['xvfb'],
  ['xauth'],
  ['libnss3'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libgbm1'],
  ['libasound2', 'libasound2t64'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libatk1.0-0', 'libatk1.0-0t64'],
  ['libcups2', 'libcups2t64'],
  ['libdrm2'],
  ['libxkbcommon0'],
  ['libxss1'],
  ['libxtst6'],
  ['libatspi2.0-0', 'libatspi2.0-0t64'],
  ['dbus'],
  ['postgresql'],
  ['python3'],
  ['make'],
  ['g++'],
]

/** Installs the system packages that are missing (root on Debian), or throws an error that names them. */
export async function ensureSystemPackages(): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return
  const missing = await missingPackages()
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    const names = missing.map((names) => names[0]).join(' ')
    throw new Error(`System packages are missing. Install them with: sudo apt-get install -y ${names}`)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  console.log(`setup: installing ${missing.length} system packages`)
  await mustRun('apt-get', ['update', '-q'], { timeoutMs: 300_000, env })
  const names: string[] = []
  for (const alternatives of missing) names.push(await availableName(alternatives))
  await mustRun('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    timeoutMs: 900_000,
    env,
  })
}

async function missingPackages(): Promise<(readonly string[])[]> {
  const { output } = await runCommand('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n'], {
    timeoutMs: 60_000,
  })
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return needed.filter((alternatives) => !alternatives.some((name) => installed.has(name)))
}

async function availableName(alternatives: readonly string[]): Promise<string> {
  for (const name of alternatives) {
    const { output } = await runCommand('apt-cache', ['policy', name], { timeoutMs: 60_000 })
    if (/Candidate: (?!\(none\))/.test(output)) return name
  }
  throw new Error(`apt knows none of ${alternatives.join(', ')}`)
}
