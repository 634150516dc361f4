import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PlanScheduler } from './plan-scheduler.ts'
import { install, isInstalled, type SchedulerPlace, schedulerEntry } from './scheduler.ts'
import { quoted } from './task-scheduler.ts'

const odd = 'Über "50 %" $HOME \\ & <b>'
const commandLine = { program: '/opt/Tape deck/tapedeck', args: ['--command'] }
let folder: string
let place: SchedulerPlace

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-scheduler-'))
  place = { platform: 'linux', home: folder, data: folder, user: 501 }
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function plan(name = 'Nightly'): { plan: string; store: string } {
  return { plan: name, store: join(folder, 'bars.tapedeck') }
}

/** Puts a program of this name first in the path; it notes its arguments and ends like `exit`. */
function standIn(program: string, exit = 0): () => string[] {
  const bin = join(folder, 'bin')
  const log = join(folder, 'calls')
  mkdirSync(bin, { recursive: true })
  const file = join(bin, program)
  writeFileSync(
    file,
    `#!/bin/sh\necho "$@" >> '${log}'\n[ ${exit} = 0 ] || echo 'no bus here' >&2\nexit ${exit}\n`,
  )
  chmodSync(file, 0o755)
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`)
  return () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [])
}

function textsOf(platform: NodeJS.Platform, name: string): string[] {
  const scheduler = new PlanScheduler({ ...place, platform }, commandLine)
  return scheduler.entry(plan(name)).files.map(({ text }) => text)
}

describe('an entry', () => {
  test('runs the plan of the store when it is due', () => {
    const [service, timer] = textsOf('linux', 'Nightly')
    expect(service).toContain(
      `ExecStart="/opt/Tape deck/tapedeck" "--command" "prefetch" "run" "Nightly" "--due" "--store" "${folder}/bars.tapedeck" "--json"\n`,
    )
    expect(timer).toContain('OnCalendar=*:0/15\nPersistent=true\n')
  })

  test('keeps a name as it is whatever is in it', () => {
    const [service = ''] = textsOf('linux', odd)
    expect(service).toContain('"Über \\"50 %%\\" $$HOME \\\\ & <b>"')
    const [agent = ''] = textsOf('darwin', odd)
    expect(agent).toContain('<string>Über &quot;50 %&quot; $HOME \\ &amp; &lt;b&gt;</string>')
    const [task = ''] = textsOf('win32', odd)
    expect(task).toContain('run &quot;Über \\&quot;50 %\\&quot; $HOME \\ &amp; &lt;b&gt;&quot; --due')
  })

  test('on one line whatever a name holds', () => {
    const [service = ''] = textsOf('linux', 'a\nExecStartPre=/bin/rm')
    expect(service.split('\n').filter((line) => line.startsWith('Exec'))).toHaveLength(1)
  })

  test('is another for another store, and for a name that differs only in signs', () => {
    const scheduler = new PlanScheduler(place, commandLine)
    const paths = [plan('a b'), plan('a-b'), { ...plan('a b'), store: '/other' }].map(
      (one) => scheduler.entry(one).files[0]?.path,
    )
    expect(new Set(paths).size).toBe(3)
  })

  test('lies in the folders of the user', () => {
    const config = join(folder, 'settings')
    const entry = new PlanScheduler({ ...place, config }, commandLine).entry(plan())
    for (const { path } of entry.files) expect(path.startsWith(join(config, 'systemd', 'user'))).toBe(true)
  })

  test('is refused where no scheduler is known', () => {
    const call = { ...plan(), call: commandLine }
    expect(() => schedulerEntry(call, { ...place, platform: 'aix' })).toThrow(/No scheduler is known for aix/)
  })

  test.each(['plain', 'two words', 'a "quote"', 'C:\\with blank\\', '', 'end\\"'])(
    'of Windows gives the word %j back',
    (word) => {
      expect(readBack(quoted(word))).toBe(word)
    },
  )
})

describe('installing', () => {
  test('writes what was shown, runs what was shown, and taking it away leaves nothing', async () => {
    const calls = standIn('systemctl')
    const scheduler = new PlanScheduler(place, commandLine)
    const shown = scheduler.entry(plan())
    expect(shown.installed).toBe(false)
    expect(await scheduler.install(plan())).toEqual({ ...shown, installed: true })
    for (const { path, text } of shown.files) expect(readFileSync(path, 'utf8')).toBe(text)
    expect(calls().map((line) => `systemctl ${line}`)).toEqual(shown.commands)
    expect((await scheduler.uninstall(plan())).installed).toBe(false)
    for (const { path } of shown.files) expect(existsSync(path)).toBe(false)
    expect(calls().at(-1)).toMatch(/^--user disable --now tapedeck-prefetch-nightly-\w{8}\.timer$/)
  })

  test('leaves nothing behind where the scheduler refuses, and says what it said', async () => {
    standIn('systemctl', 1)
    const scheduler = new PlanScheduler(place, commandLine)
    await expect(scheduler.install(plan())).rejects.toThrow(
      /^systemd did not take the entry: systemctl --user daemon-reload: no bus here$/,
    )
    for (const { path } of scheduler.entry(plan()).files) expect(existsSync(path)).toBe(false)
  })

  test('writes the task of Windows in UTF-16, and finds it again', async () => {
    const calls = standIn('schtasks')
    const call = { ...plan(), call: commandLine }
    const entry = schedulerEntry(call, { ...place, platform: 'win32' })
    const files = entry.files.map((file) => ({ ...file, path: join(folder, 'task.xml') }))
    await install({ ...entry, files })
    expect(isInstalled({ ...entry, files })).toBe(true)
    expect([...readFileSync(join(folder, 'task.xml')).subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0])
    expect(calls()).toHaveLength(1)
  })
})

/** What a program is given for a word on a Windows command line, by the rules of CommandLineToArgvW. */
function readBack(line: string): string {
  let word = ''
  let isQuoted = false
  for (let at = 0; at < line.length; ) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0
    at += slashes
    if (line[at] === '"') {
      word += '\\'.repeat(Math.floor(slashes / 2))
      if (slashes % 2 === 1) word += '"'
      else isQuoted = !isQuoted
      at++
    } else {
      word += '\\'.repeat(slashes)
      if (at < line.length) word += line[at++]
    }
  }
  expect(isQuoted).toBe(false)
  return word
}
