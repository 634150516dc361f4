import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-scenarios-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('sessions worth a replay are listed with why, and opened by pointer, key and name', async ({
  start,
}) => {
  const { page, lines, screenshot } = await start({ store: join(folder, 'made.tapedeck') })
  await expect(page.getByTestId('play')).toBeEnabled()
  const shown = page.getByTestId('session-button')
  const scenarios = page.getByRole('region', { name: 'Scenarios' })
  const rows = scenarios.getByRole('listitem')

  await shown.click()
  await expect(rows).toHaveText([/^Fri 29 Nov 2024closes 13:00: day after Thanksgiving$/])
  await scenarios.getByRole('radio', { name: 'Widest ranges' }).click()
  await expect(rows.first()).toContainText(/range \d+\.\d\d %$/)
  await scenarios.getByRole('radio', { name: 'Poorest data' }).click()
  await expect(scenarios.getByText('No stored session of TDALL has a minute without a bar.')).toBeVisible()
  await screenshot('26-scenarios-poorest')
  await scenarios.getByRole('radio', { name: 'Clocks changed' }).click()
  await expect(rows).toHaveCount(5)
  await expect(rows.first()).toContainText('clocks went back')
  await screenshot('27-scenarios-clocks')
  await rows.first().getByRole('button').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(shown).toContainText('Thu 7 Nov 2024')
  await expect(scenarios).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('random session')
  await expect(page.getByRole('option', { selected: true })).toContainText('Random session')
  await page.keyboard.press('Enter')
  const told = page.getByText(/was drawn from the sessions of \w+ by seed \d+\.$/).first()
  await expect(told).toBeVisible()
  await expect(shown).not.toContainText('Thu 7 Nov 2024')
  const seed = /by seed (\d+)/.exec((await told.textContent()) ?? '')?.[1]

  await shown.click()
  await expect(page.getByTestId('scenario-seed')).toHaveText(`Seed ${seed}`)
  await expect(rows).toHaveCount(5)
  await expect(scenarios.locator('[aria-current=true]')).toHaveCount(1)
  await screenshot('28-scenarios-random')
  await scenarios.getByRole('button', { name: 'Another draw' }).click()
  await expect(page.getByTestId('scenario-seed')).not.toHaveText(`Seed ${seed}`)

  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('MIRVA')
  await expect(page.getByRole('option', { selected: true })).toContainText('MIRVA')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('chart-symbol')).toHaveText('MIRVA')
  await shown.click()
  await scenarios.getByRole('radio', { name: 'Poorest data' }).click()
  await expect(rows.first()).toContainText(/coverage \d+\.\d %: \d+ of \d+ minutes have no bar$/)
  await screenshot('29-scenarios-poorest-thin')
  expect(lines).toEqual([])
})
