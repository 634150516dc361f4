import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outputOf, runInForeground } from './foreground.ts'

const here = join(import.meta.dirname, 'foreground.ts')

test('the exit code is passed on', async () => {
  expect(await runInForeground(process.execPath, ['-e', 'process.exit(7)'])).toBe(7)
  expect(await runInForeground(process.execPath, ['-e', ''])).toBe(0)
  await expect(runInForeground('/no/such/program', [])).rejects.toThrow('/no/such/program')
})

test('a program that a signal ended has the exit code of a shell', async () => {
  expect(await runInForeground(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(137)
})

test('Ctrl+C ends the program first, and its exit code is the answer', async () => {
  const program = `
    process.on('SIGINT', () => process.exit(5))
    setInterval(() => {}, 1000)
    console.log('running')`
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `import(${JSON.stringify(here)}).then(async ({ runInForeground }) => {
        process.exitCode = await runInForeground(process.execPath, ['-e', ${JSON.stringify(program)}])
      })`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => parent.stdout.once('data', resolve))
  parent.kill('SIGINT')
  const code = await new Promise((resolve) => parent.once('close', resolve))
  expect(code).toBe(5)
})

test('output is returned, and a failure names the command', async () => {
  expect(await outputOf(process.execPath, ['-p', '6 * 7'])).toBe('42\n')
  await expect(outputOf(process.execPath, ['-e', 'process.exit(3)'])).rejects.toThrow('ended with 3')
})
