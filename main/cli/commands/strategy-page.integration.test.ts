import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { templateText } from '../../engine/strategies/template.ts'
import { capture } from '../testing/captured-io.ts'

const page = readFileSync(new URL('../../../docs/strategy.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^```(ts|js)\n([\s\S]*?)^```$/gm)].map(([, ending = '', text = '']) => ({
  title: /name: '(.+)'/.exec(text)?.[1] ?? '',
  file: `example.${ending}`,
  text,
}))
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-strategy-page-'))

beforeAll(async () => {
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a file as the page says. */
function run(file: string) {
  const [, line = ''] = /tapedeck -- (backtest .*)/.exec(page) ?? []
  return capture([...line.replace(/--strategy \S+/, `--strategy ${file}`).split(' '), '--json'], { folder })
}

describe('the page about strategies', () => {
  const sound = examples.filter(({ file }) => file.endsWith('.ts'))

  test.each(sound)('$title: runs and trades', async ({ file, text }) => {
    writeFileSync(join(folder, file), text)
    const { exit, stdout, stderr } = await run(file)
    expect({ exit, stderr }).toMatchObject({ exit: 0 })
    expect(JSON.parse(stdout).trades.length).toBeGreaterThan(0)
  })

  test('the example of a fault fails as the page says', async () => {
    const [fault] = examples.filter(({ file }) => file.endsWith('.js'))
    writeFileSync(join(folder, 'fault.js'), fault?.text ?? '')
    const { exit, stderr } = await run('fault.js')
    expect(exit).toBe(1)
    const [told] = /^fault\.js:.*$/m.exec(page) ?? ['nothing']
    expect(stderr).toContain(told)
  })

  test('there is an example for each step', () => {
    expect(examples.map(({ title }) => title)).toEqual([
      'Buy and hold',
      'Above its average',
      'Flat at the close',
      'One dip a day',
      'Looks at another symbol',
    ])
  })

  test('the template of a new strategy runs and trades', async () => {
    writeFileSync(join(folder, 'new.ts'), templateText("Bob's"))
    const { exit, stdout } = await run('new.ts')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout).trades.length).toBeGreaterThan(0)
  })
})
