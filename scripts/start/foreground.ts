import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program in the foreground and returns its exit code, 128 + n when signal n ended it. Signals that ask this
 * process to end are passed on, so that Ctrl+C ends the program first; a second one ends it by force.
 */
export async function runInForeground(program: string, args: readonly string[]): Promise<number> {
  // In a group of its own: else the terminal sends Ctrl+C to it as well, and a second signal ends Electron at once.
  const child = spawn(program, args, { stdio: 'inherit', detached: process.platform !== 'win32' })
  let asked = false
  const passOn = (signal: NodeJS.Signals): void => {
    child.kill(asked ? 'SIGKILL' : signal)
    asked = true
  }
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, passOn)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
    })
  } finally {
    for (const signal of signals) process.off(signal, passOn)
  }
}

/** Runs a program to its end and returns its stdout; its stderr is shown. A failure is an error that names it. */
export function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${[program, ...args].join(' ')} ended with ${signal ?? code}`))
    })
  })
}
