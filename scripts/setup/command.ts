import { spawn } from 'node:child_process'

export interface CommandResult {
  readonly code: number
  readonly output: string
}

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs: number
  /** Also show the output as it comes. */
  readonly show?: boolean
}

/** Runs a program to its end and returns its exit code with stdout and stderr together; 124 when it ran out of time. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let output = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      killGroup(child.pid)
    }, options.timeoutMs)
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (options.show) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: late ? 124 : (code ?? 1), output })
    })
  })
}

/** Like runCommand, but a failure is an error that carries the last lines of the output. */
export async function mustRun(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const { code, output } = await runCommand(program, args, options)
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-12).join('\n')
    throw new Error(
      `${program} ${args.join(' ')} ended with ${code}${code === 124 ? ' (out of time)' : ''}:\n${tail}`,
    )
  }
  return output
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
