import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { killEngine } from './engine-process.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''
let store = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-strategies-'))
  store = join(folder, 'demo.tapedeck')
  tapedeck('demo', '--store', store)
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function showStrategies(start: StartWorkstation, userData?: string): Promise<Workstation> {
  const workstation = await start({ store, ...(userData !== undefined && { userData }) })
  const { page } = workstation
  await expect(page.getByTestId('play')).toBeEnabled()
  await showEditor(page)
  await expect(page.getByRole('region', { name: 'Built in' }).getByRole('button')).toHaveCount(5)
  return workstation
}

async function showEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Backtest', exact: true }).click()
  await page.getByRole('radio', { name: 'Strategy', exact: true }).click()
}

function textOf(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Text of the strategy' })
}

function problemsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Problems' })
}

async function newStrategy(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('menuitem', { name: 'From the template' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
  await expect(textOf(page)).toContainText('defineStrategy')
}

/** Puts the cursor behind a piece of the text. */
async function goBehind(page: Page, piece: string): Promise<void> {
  await textOf(page).focus()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.type(piece)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
}

test('a strategy is made from the template, completed, corrected at its line and saved', async ({
  start,
}) => {
  const { page, userData, screenshot, lines } = await showStrategies(start)
  await page.getByRole('button', { name: 'Read the guide' }).click()
  const guide = page.getByRole('complementary', { name: 'Guide' })
  await expect(guide.getByRole('heading', { name: '1. Make a file' })).toBeVisible()
  await newStrategy(page, 'My first idea')
  await screenshot('59-strategy-guide')
  await page.getByRole('button', { name: 'Hide the guide' }).click()
  await expect(problemsOf(page)).toContainText('No problems')
  await expect(page.getByLabel('Strategy', { exact: true }).locator('option:checked')).toHaveText(
    /^My first idea/,
  )
  await screenshot('60-strategy-template')
  const path = join(userData, 'strategies', 'my-first-idea.ts')
  expect(readFileSync(path, 'utf8')).toContain("name: 'My first idea'")

  await goBehind(page, 'if (average === undefined) return')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ctx.eq')
  const suggestions = page.locator('.cm-tooltip-autocomplete')
  await expect(suggestions.getByRole('option', { selected: true })).toContainText('equity')
  await expect(page.locator('.cm-completionInfo')).toContainText('Cash and what positions are worth')
  await screenshot('61-strategy-completion')
  await page.keyboard.press('Enter')
  await page.keyboard.type('.toFixed(')
  await expect(page.locator('.cm-facts-active')).toContainText('fractionDigits')
  await screenshot('62-strategy-call')
  await page.keyboard.press('Escape')
  await page.keyboard.type(')')
  await expect(problemsOf(page)).toContainText('No problems')

  await page.keyboard.press('Enter')
  await page.keyboard.type('ctx.order({ symbol, side: 1, quantity: 5')
  await expect(problemsOf(page)).toContainText("Type 'number' is not assignable to type 'Side'")
  await expect(page.locator('.cm-lintRange-error')).toHaveText('side')
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1)
  await screenshot('63-strategy-fault')
  await expect(page.getByText('Not saved', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Not saved', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  expect(readFileSync(path, 'utf8')).toContain('ctx.equity.toFixed()')

  await goBehind(page, 'if (average === undefined) return')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ctx.log(')
  await expect(page.locator('.cm-facts-active')).toBeVisible()
  await page.getByLabel('Cash').focus()
  await expect(page.locator('.cm-facts-active')).toBeHidden()
  expect(lines.filter((line) => /Error|Refused|violat/i.test(line))).toEqual([])
})

test('a fault that only the engine finds is shown at its line once the text is saved', async ({ start }) => {
  const { page } = await showStrategies(start)
  await newStrategy(page, 'Faulty')
  await goBehind(page, 'max: 200')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Control+s')
  await expect(problemsOf(page)).toContainText('params.period.default is 20, above 2')
  await problemsOf(page).getByRole('button').click()
  await expect(page.locator('.cm-activeLine')).toContainText('export default')
  await expect(page.getByLabel('has a fault')).toBeVisible()
})

test('every save is a version that can be compared and restored', async ({ start }) => {
  const { page, screenshot } = await showStrategies(start)
  await newStrategy(page, 'Versions')
  await goBehind(page, 'percent: 90')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('5')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await page.getByRole('button', { name: 'Versions', exact: true }).click()
  const versions = page.getByRole('complementary', { name: 'Versions' })
  await expect(versions.getByRole('listitem')).toHaveCount(2)
  await versions.getByRole('listitem').last().getByRole('button').click()
  const difference = page.getByTestId('strategy-difference')
  await expect(difference.locator('.cm-deletedChunk')).toContainText('percent: 90')
  await expect(difference.locator('.cm-changedLine')).toContainText('percent: 95')
  await screenshot('64-strategy-versions')
  await versions.getByRole('button', { name: 'Restore' }).click()
  await expect(textOf(page)).toContainText('percent: 90')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(versions.getByRole('listitem')).toHaveCount(3)
})

test('what another program writes is shown; where something was typed, both texts are offered', async ({
  start,
}) => {
  const { page, userData, screenshot } = await showStrategies(start)
  await newStrategy(page, 'Watched')
  const path = join(userData, 'strategies', 'watched.ts')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace("'Watched'", "'Seen'"))
  await expect(textOf(page)).toContainText("name: 'Seen'")
  await expect(page.getByRole('heading', { name: 'Seen' })).toBeVisible()
  await goBehind(page, "'Seen'")
  await page.keyboard.type(' ')
  writeFileSync(path, text.replace("'Watched'", "'Other'"))
  await expect(page.getByRole('alert')).toContainText('Another program changed this file')
  await screenshot('65-strategy-outside')
  await expect(textOf(page)).toContainText("name: 'Seen' ,")
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => readFileSync(path, 'utf8')).toContain("name: 'Seen' ,")
  rmSync(path)
  const strategies = page.getByRole('region', { name: 'Strategies' })
  await expect(strategies.getByRole('alert')).toContainText('not there any more')
  await page.getByRole('button', { name: 'Save it again' }).click()
  await expect(page.getByText(/^Saved/)).toBeVisible()
  expect(readFileSync(path, 'utf8')).toContain("name: 'Seen' ,")
})

test('an unsaved text survives another view, an engine that dies, and a restart', async ({ start }) => {
  const userData = mkdtempSync(join(tmpdir(), 'tapedeck-e2e-'))
  const first = await showStrategies(start, userData)
  const { page } = first
  await newStrategy(page, 'Kept')
  await goBehind(page, "'Kept'")
  await page.keyboard.type(' // mine')
  await page.getByRole('button', { name: 'Data', exact: true }).click()
  await showEditor(page)
  await expect(textOf(page)).toContainText("'Kept' // mine")
  await killEngine(first.app)
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled()
  await expect(textOf(page)).toContainText("'Kept' // mine")
  await first.close()
  const { page: again } = await showStrategies(start, userData)
  await again.getByRole('region', { name: 'Files' }).getByRole('button').click()
  await expect(textOf(again)).toContainText("'Kept' // mine")
  await expect(again.getByText('Not saved', { exact: true })).toBeVisible()
})

test('a strategy is copied, renamed, removed and brought back', async ({ start }) => {
  const { page, screenshot } = await showStrategies(start)
  await page.getByRole('button', { name: 'Pairs' }).click()
  await expect(page.getByText('Comes with the program')).toBeVisible()
  await page.getByRole('button', { name: 'Make a copy' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('My pairs')
  await page.getByRole('dialog').getByRole('button', { name: 'Make a copy' }).click()
  await expect(page.getByRole('heading', { name: 'My pairs' })).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Rename the file' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Better pairs')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  const files = page.getByRole('region', { name: 'Files' })
  await expect(files).toContainText('better-pairs.ts')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(files).toContainText('None yet')
  await page.getByRole('button', { name: 'Removed strategies' }).click()
  await screenshot('66-strategy-bin')
  await page.getByRole('button', { name: 'Bring back' }).click()
  await expect(files).toContainText('better-pairs.ts')
  await expect(textOf(page)).toContainText("name: 'My pairs'")
})

test('a strategy runs from the editor: its results, its fault at the line, and again on each save', async ({
  start,
}) => {
  const { page, screenshot } = await showStrategies(start)
  await newStrategy(page, 'Runs')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('grid', { name: /^Trades/ })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('radio', { name: 'Strategy', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Runs.* is through/ })).toBeVisible()

  await goBehind(page, 'if (average === undefined) return')
  await page.keyboard.type("\nctx.bars('SPY')")
  await page.keyboard.press('Control+Enter')
  await expect(problemsOf(page)).toContainText('SPY is not a symbol of this run', { timeout: 60_000 })
  await expect(page.locator('.cm-activeLine')).toHaveText("ctx.bars('SPY')")
  await screenshot('67-strategy-run-fault')

  await page.getByRole('switch', { name: 'Run on save' }).click()
  await textOf(page).focus()
  await page.keyboard.press('Control+Shift+k')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('status').filter({ hasText: /^Runs.* is through/ })).toBeVisible({
    timeout: 60_000,
  })
  await expect(problemsOf(page)).toContainText('No problems')
  await screenshot('68-strategy-run-on-save')
  await page.getByRole('button', { name: 'Show results' }).click()
  await expect(page.getByRole('grid', { name: /^Trades/ })).toBeVisible()
})
