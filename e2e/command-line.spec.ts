import { spawn } from 'node:child_process'
import { expect, programArgs, test } from './workstation.ts'

test('a start with a command runs it without a window, and ends with its exit code', async () => {
  const good = await runToEnd([
    'sessions',
    '--exchange',
    'XNYS',
    '--from',
    '2024-07-03',
    '--to',
    '2024-07-05',
  ])
  expect(good).toEqual({
    exitCode: 0,
    stdout:
      'session,open,close,break_start,break_end\n2024-07-03,2024-07-03T13:30:00Z,2024-07-03T17:00:00Z,,\n2024-07-05,2024-07-05T13:30:00Z,2024-07-05T20:00:00Z,,\n',
  })
  expect((await runToEnd(['sessions'])).exitCode).toBe(2)
})

function runToEnd(command: readonly string[]): Promise<{ exitCode: number | null; stdout: string }> {
  const executable = process.env.TAPEDECK_ELECTRON
  if (!executable) throw new Error('TAPEDECK_ELECTRON names no Electron; run node scripts/e2e.ts')
  return new Promise((resolve, reject) => {
    const args = [
      ...programArgs('/nowhere').filter((arg) => !arg.startsWith('--user-data-dir')),
      '--command',
      ...command,
    ]
    const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let stdout = ''
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout }))
  })
}
