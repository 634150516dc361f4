import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const installed = '/usr/lib/postgresql'

/** Where the newest PostgreSQL of Debian's packages lies; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(installed)) return undefined
  const newest = readdirSync(installed).sort((one, other) => Number(other) - Number(one))
  return newest
    .map((version) => join(installed, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
}

/** A server of its own that is reached through a socket in a folder, so that it collides with no other. */
export interface PostgresServer {
  readonly host: string
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root: then it runs as the user whom its package made. */
function runAs(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Makes a database cluster that asks for a password, and starts it. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const who = runAs()
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-pg-'))
  const password = 'pg-very-secret'
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  for (const path of [folder, passwordFile])
    if (who.uid !== undefined && who.gid !== undefined) chownSync(path, who.uid, who.gid)
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'owner', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const fresh = [...init, '--no-sync', '-E', 'UTF8', '--locale=C']
  execFileSync(join(programs, 'initdb'), fresh, { ...who, cwd: folder, stdio: 'ignore', timeout: 60_000 })
  const options = ['-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'lc_messages=C']
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options], {
    ...who,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (piece: Buffer) => {
      said += piece.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
  return {
    host: folder,
    user: 'owner',
    password,
    stop: async () => {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
