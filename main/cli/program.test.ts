import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sessionFilePage } from '#shared/session-file/session-file-page.ts'
import { settingsPage } from '#shared/settings/settings-page.ts'
import { capture } from './testing/captured-io.ts'

const listed = [
  'demo',
  'import',
  'sessions',
  'bars',
  'quality',
  'gaps',
  'halts',
  'replay',
  'sources',
  'fill',
  'publish',
  'doctor',
]

test('--help and help list every command on stdout', async () => {
  for (const argv of [['--help'], ['-h'], ['help']]) {
    const { exit, stdout, stderr } = await capture(argv)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    for (const name of listed) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  }
})

test.each(listed)('help %s and %s --help print its usage and every option', async (name) => {
  const asked = await capture(['help', name])
  expect(asked.exit).toBe(0)
  expect(asked.stdout).toMatch(new RegExp(`^usage: tapedeck ${name} `))
  const options = new Set([...asked.stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option))
  const [usage = ''] = asked.stdout.split('\n')
  for (const [option] of usage.matchAll(/--[a-z-]+/g)) expect(options).toContain(option)
  expect(await capture([name, '--store', 'x', '--help'])).toEqual(asked)
})

test('help session-file prints every key', async () => {
  const { exit, stdout } = await capture(['help', 'session-file'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: sessionFilePage() })
})

test('help settings prints every setting', async () => {
  const { exit, stdout } = await capture(['help', 'settings'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: settingsPage() })
})

test('--version prints the version of package.json', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  expect(await capture(['--version'])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' })
})

test.each([
  [[], /command is missing.*demo/],
  [['relpay'], /unknown command relpay; did you mean replay\?/],
  [['prefetch'], /ACTION is missing/],
  [['trade'], /unknown command trade/],
  [['--stor'], /unknown option --stor/],
  [['help', 'nothing-like-it'], /unknown command nothing-like-it/],
  [['sessions', '--exchange'], /--exchange needs a value/],
  [['sessions', '--exchange', '--from'], /--exchange needs a value/],
  [['sessions', '--exchange='], /--exchange needs a value/],
  [['sessions', '--exchange', 'XNYS', '--exchange', 'XNYS'], /--exchange is given twice/],
  [['sessions', '--exchange', 'XNYS', 'more'], /"more" is not expected/],
  [['sessions', '-x'], /unknown option -x/],
  [['sessions', '--constructor'], /unknown option --constructor/],
  [['demo', '--json=yes', '--store', 'x'], /--json takes no value/],
])('%j is wrong usage, said in one line on stderr', async (argv, message) => {
  const { exit, stdout, stderr } = await capture(argv)
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/^[^\n]+\n$/)
})
