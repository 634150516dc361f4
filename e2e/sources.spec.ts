import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { strToU8, zipSync } from 'fflate'
import { postgresPrograms, startPostgres } from '../main/engine/sources/testing/postgres-server.ts'
import { tapedeck, tapedeckWith } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

const keyId = 'PKTESTONLYKEYID'
const secretKey = 'sEcReTtEsTkEy0123456789'
let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-sources-'))
  tapedeck('demo', '--store', storePath())
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

function storePath(): string {
  return join(folder, 'made.tapedeck')
}

/** A folder of one CSV file of one hour of WXYZ. */
function makeCsv(): string {
  const files = join(folder, 'csv')
  mkdirSync(files)
  const rows = Array.from({ length: 60 }, (_, minute) => {
    const time = new Date(Date.parse('2024-12-02T14:30:00Z') + minute * 60_000).toISOString()
    return `${time},10,11,9,10.5,100`
  })
  writeFileSync(join(files, 'WXYZ.csv'), ['time,open,high,low,close,volume', ...rows].join('\n'))
  return files
}

/** A folder in LEAN's layout with one session of WXYZ. */
function makeLean(): string {
  const day = join(folder, 'lean/equity/usa/minute/wxyz')
  mkdirSync(day, { recursive: true })
  const rows = '34200000,100000,110000,90000,105000,100\n'
  const zip = zipSync({ '20241202_wxyz_minute_trade.csv': strToU8(rows) })
  writeFileSync(join(day, '20241202_trade.zip'), zip)
  return join(folder, 'lean')
}

async function openSources(
  start: StartWorkstation,
  userData?: string,
): Promise<Workstation & { readonly sources: Locator }> {
  const workstation = await start({ store: storePath(), ...(userData !== undefined && { userData }) })
  const { app, page } = workstation
  await expect(page.getByTestId('play')).toBeEnabled()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect.poll(() => page.evaluate('innerWidth')).toBe(1280)
  await page.keyboard.press('Control+2')
  const sources = page.getByRole('region', { name: 'Sources', exact: true })
  await expect(sources).toBeVisible()
  return { ...workstation, sources }
}

/** What the dialog that chooses a folder will answer. */
async function answerDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

async function addSource(page: Page, kind: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add a source' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a source' })
  await dialog.getByRole('radio', { name: kind }).click()
  return dialog
}

async function save(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Add source' }).click()
  await expect(dialog).toBeHidden()
}

function row(page: Page, name: string): Locator {
  return page.locator(`[data-source="${name}"]`)
}

/** Read at once: a row that goes meanwhile would be waited for. */
function namesOf(page: Page): Promise<readonly (string | null)[]> {
  return page
    .locator('[data-source]')
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('data-source')))
}

test('feeds and folders are added, tested and put in an order that stays', async ({ start }) => {
  const csv = makeCsv()
  const lean = makeLean()
  tapedeck('import', csv, '--store', storePath(), '--exchange', 'XNYS', '--feed', 'backup')
  const { app, page, sources, lines, screenshot, userData, close } = await openSources(start)
  await expect(sources).toContainText('Sources are where missing bars are asked for')
  await screenshot('60-sources-none')

  const feed = await addSource(page, 'Another feed')
  await feed.getByRole('button', { name: 'Add source' }).click()
  await expect(feed.getByRole('alert')).toHaveText('Choose the feed first.')
  await expect(feed.getByLabel('Feed', { exact: true })).toBeFocused()
  await feed.getByLabel('Feed', { exact: true }).selectOption('backup')
  await feed.getByLabel('Name').fill('Back Up')
  await feed.getByRole('button', { name: 'Add source' }).click()
  await expect(feed.getByRole('alert')).toContainText('lower case letters')
  await screenshot('61-sources-wrong-name')
  await feed.getByLabel('Name').fill('backup')
  await save(feed)
  await row(page, 'backup').getByRole('button', { name: 'Test' }).click()
  await expect(row(page, 'backup').getByRole('status')).toContainText('has feed backup')

  await answerDialog(app, lean)
  const leanDialog = await addSource(page, 'LEAN folder')
  await leanDialog.getByRole('button', { name: 'Choose' }).click()
  await expect(leanDialog.getByLabel('Folder')).toHaveValue(lean)
  await leanDialog.getByLabel('Exchange').fill('MOON')
  await leanDialog.getByRole('button', { name: 'Add source' }).click()
  await expect(leanDialog.getByRole('alert')).toContainText('MOON')
  await expect(leanDialog.getByLabel('Exchange')).toBeFocused()
  await leanDialog.getByLabel('Exchange').fill('')
  await screenshot('62-sources-add')
  await save(leanDialog)
  await row(page, 'lean').getByRole('button', { name: 'Test' }).click()
  await expect(row(page, 'lean').getByRole('status')).toContainText('holds 1 file of bars')

  const files = await addSource(page, 'CSV or Parquet')
  await files.getByLabel('Folder').fill(join(folder, 'nowhere'))
  await files.getByLabel('Zone of the times').fill('UTC')
  await screenshot('63-sources-add-files')
  await save(files)
  await row(page, 'files').getByRole('button', { name: 'Test' }).click()
  await expect(row(page, 'files').getByLabel('Does not work')).toBeVisible()
  await expect(row(page, 'files').getByRole('status')).toContainText('nowhere')
  await screenshot('64-sources-tested')
  await row(page, 'files').getByRole('button', { name: 'Change files' }).click()
  const change = page.getByRole('dialog', { name: 'Change files' })
  await expect(change.getByLabel('Zone of the times')).toHaveValue('UTC')
  await change.getByLabel('Folder').fill(csv)
  await change.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(change).toBeHidden()
  await expect(row(page, 'files').getByRole('status')).toHaveText('')
  await row(page, 'files').getByRole('button', { name: 'Test' }).click()
  await expect(row(page, 'files').getByLabel('Works', { exact: true })).toBeVisible()

  await row(page, 'files').getByRole('button', { name: 'Test' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => namesOf(page)).toEqual(['backup', 'files', 'lean'])
  await row(page, 'lean').getByRole('button', { name: 'Move lean up' }).click()
  await row(page, 'lean').dragTo(row(page, 'backup'), { targetPosition: { x: 200, y: 4 } })
  await expect.poll(() => namesOf(page)).toEqual(['lean', 'backup', 'files'])
  await row(page, 'backup').getByRole('button', { name: 'Remove backup' }).click()
  await screenshot('65-sources-remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect.poll(() => namesOf(page)).toEqual(['lean', 'files'])
  await close()
  expect(lines).toEqual([])

  const again = await openSources(start, userData)
  await expect.poll(() => namesOf(again.page)).toEqual(['lean', 'files'])
})

/** A server that lets one key in and answers as Alpaca does. */
async function startVendor(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(({ headers }, response) => {
    const isKnown = headers['apca-api-key-id'] === keyId && headers['apca-api-secret-key'] === secretKey
    response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? { bars: {}, next_page_token: null } : { message: 'forbidden.' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function enterKeys(page: Page, id: string, secret: string): Promise<Locator> {
  await row(page, 'alpaca')
    .getByRole('button', { name: /^Keys of alpaca/ })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Keys of alpaca' })
  await dialog.getByLabel('Key ID').fill(id)
  await dialog.getByLabel('Secret key').fill(secret)
  return dialog
}

/** Files under a folder that hold a text. */
function filesWith(root: string, text: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => readFileSync(path).includes(text))
}

test('a vendor lets right keys in; without a keychain they are held for this run', async ({ start }) => {
  const { server, url } = await startVendor()
  try {
    const { page, lines, screenshot, userData, close } = await openSources(start)
    const dialog = await addSource(page, 'Alpaca')
    await dialog.getByLabel('URL').fill('http://data.example.com')
    await dialog.getByRole('button', { name: 'Add source' }).click()
    await expect(dialog.getByRole('alert')).toContainText('must begin with https://')
    await dialog.getByLabel('URL').fill(url)
    await dialog.getByLabel('Feed of the vendor').selectOption('iex')
    await screenshot('66-sources-alpaca')
    await save(dialog)
    const source = row(page, 'alpaca')
    await source.getByRole('button', { name: 'Test' }).click()
    await expect(source.getByRole('status')).toContainText('needs a key that is not there')

    const wrong = await enterKeys(page, 'PKWRONG', 'wrongwrongwrong')
    await expect(wrong).toContainText('This system has no keychain that Tapedeck can use.')
    await screenshot('67-sources-keys')
    await wrong.getByRole('button', { name: 'Use until the end' }).click()
    await expect(source).toContainText('keys set for this run')
    await source.getByRole('button', { name: 'Test' }).click()
    await expect(source.getByRole('status')).toContainText('refused the key (403): forbidden')
    await (await enterKeys(page, keyId, secretKey)).getByRole('button', { name: 'Use until the end' }).click()
    await expect(source.getByRole('status')).toHaveText('')
    await source.getByRole('button', { name: 'Test' }).click()
    await expect(source.getByRole('status')).toContainText('takes the key and answers')
    await screenshot('68-sources-alpaca-works')
    expect(await page.content()).not.toContain(secretKey)
    await close()
    expect(lines).toEqual([])
    expect([...filesWith(userData, secretKey), ...filesWith(folder, secretKey)]).toEqual([])

    const again = await openSources(start, userData)
    await expect(row(again.page, 'alpaca')).toContainText('keys not set')
  } finally {
    server.close()
  }
})

/** Lets Chromium encrypt as it does with a keychain, with a password of its own in place of the keychain's. */
async function giveKeychain(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ safeStorage }) => {
    safeStorage.setUsePlainTextEncryption(true)
    safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret'
  })
}

test('keys in the keychain outlast the program, lie nowhere in clear, and can be forgotten', async ({
  start,
}) => {
  const { server, url } = await startVendor()
  tapedeck('sources', 'add', 'alpaca', 'alpaca', '--url', url, '--store', storePath())
  try {
    const first = await openSources(start)
    await giveKeychain(first.app)
    // The window has asked before there was a keychain.
    await first.page.reload()
    await expect(first.page.getByTestId('play')).toBeEnabled()
    await first.page.keyboard.press('Control+2')
    const dialog = await enterKeys(first.page, keyId, secretKey)
    await expect(dialog).toContainText('Kept in the keychain of your system.')
    await dialog.getByRole('button', { name: 'Keep' }).click()
    await expect(row(first.page, 'alpaca')).toContainText('keys set')
    await first.close()
    expect(first.lines).toEqual([])
    expect(readdirSync(first.userData)).toContain('source-keys')
    for (const text of [keyId, secretKey])
      expect([...filesWith(first.userData, text), ...filesWith(folder, text)]).toEqual([])

    const { app, page, lines } = await openSources(start, first.userData)
    await giveKeychain(app)
    await row(page, 'alpaca').getByRole('button', { name: 'Test' }).click()
    await expect(row(page, 'alpaca').getByRole('status')).toContainText('takes the key and answers')
    await expect(row(page, 'alpaca')).toContainText('keys set')
    await row(page, 'alpaca')
      .getByRole('button', { name: /^Keys of alpaca/ })
      .click()
    await page.getByRole('button', { name: 'Forget them' }).click()
    await expect(row(page, 'alpaca')).toContainText('keys not set')
    expect(lines).toEqual([])
  } finally {
    server.close()
  }
})

/** A server that lets one key in and answers as Massive does. */
async function startMassive(key: string): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(({ headers, url = '' }, response) => {
    const isKnown = headers.authorization === `Bearer ${key}` && url.startsWith('/v2/aggs/ticker/')
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? { ticker: 'SPY', results: [] } : { error: 'Unknown API Key' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('Massive lets its one key in; limits are shown, checked and kept', async ({ start }) => {
  const { server, url } = await startMassive(secretKey)
  try {
    const { page, lines, screenshot } = await openSources(start)
    const dialog = await addSource(page, 'Massive')
    await expect(dialog.getByLabel('Requests a minute')).toHaveAttribute('placeholder', '5')
    await expect(dialog.getByText('30 when left empty')).toBeVisible()
    await dialog.getByLabel('URL').fill(url)
    await dialog.getByLabel('Requests a minute').fill('100')
    await dialog.getByLabel('Tries').fill('50')
    await dialog.getByRole('button', { name: 'Add source' }).click()
    await expect(dialog.getByRole('alert')).toContainText('a whole number from 1 to 20')
    await expect(dialog.getByLabel('Tries')).toBeFocused()
    await screenshot('69-sources-massive')
    await dialog.getByLabel('Tries').fill('')
    await save(dialog)
    const source = row(page, 'massive')
    await source.getByRole('button', { name: 'Test' }).click()
    await expect(source.getByRole('status')).toContainText('needs a key that is not there')
    for (const [key, found] of [
      ['wrong key', 'refused the key (401): Unknown API Key'],
      [secretKey, 'takes the key and answers'],
    ] as const) {
      await source.getByRole('button', { name: /^Keys of massive/ }).click()
      const keys = page.getByRole('dialog', { name: 'Keys of massive' })
      await keys.getByLabel('API key').fill(key)
      await keys.getByRole('button', { name: 'Use until the end' }).click()
      await expect(keys).toBeHidden()
      await source.getByRole('button', { name: 'Test' }).click()
      await expect(source.getByRole('status')).toContainText(found)
    }
    await source.getByRole('button', { name: 'Change massive' }).click()
    const change = page.getByRole('dialog', { name: 'Change massive' })
    await expect(change.getByLabel('Requests a minute')).toHaveValue('100')
    await expect(change.getByLabel('Tries')).toHaveValue('')
    await screenshot('70-sources-massive-change')
    await page.keyboard.press('Escape')
    expect(lines).toEqual([])
  } finally {
    server.close()
  }
})

test('a PostgreSQL table is described, let in with its password, and tested', async ({ start }) => {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL is not here; npm test installs it on Debian.')
  const server = await startPostgres(programs)
  try {
    const place = ['--host', server.host, '--user', server.user]
    tapedeck('sources', 'add', 'seed', 'postgres:postgres', ...place, '--store', storePath())
    tapedeckWith({ PGPASSWORD: server.password }, 'publish', '--to', 'seed', '--store', storePath())
    tapedeck('sources', 'remove', 'seed', '--store', storePath())

    const { page, lines, screenshot, userData } = await openSources(start)
    const dialog = await addSource(page, 'PostgreSQL')
    await dialog.getByRole('button', { name: 'Add source' }).click()
    await expect(dialog.getByRole('alert')).toHaveText('Choose the database first.')
    await dialog.getByLabel('Database').fill('postgres')
    await dialog.getByLabel('Host').fill(server.host)
    await dialog.getByLabel('User').fill(server.user)
    await dialog.getByLabel('Port').fill('many')
    await dialog.getByRole('button', { name: 'Add source' }).click()
    await expect(dialog.getByRole('alert')).toContainText('a whole number from 1 to 65535')
    await expect(dialog.getByLabel('Port')).toBeFocused()
    await screenshot('71-sources-postgres')
    await dialog.getByLabel('Port').fill('')
    await save(dialog)
    const source = row(page, 'warehouse')
    await expect(source).toContainText('no password')
    await source.getByRole('button', { name: 'Test' }).click()
    await expect(source.getByRole('status')).toContainText('wants a password that is not there')
    for (const [password, found] of [
      ['not the password', 'refused user owner'],
      [server.password, 'table bars of postgres on'],
    ] as const) {
      await source.getByRole('button', { name: /^Keys of warehouse/ }).click()
      const keys = page.getByRole('dialog', { name: 'Keys of warehouse' })
      await keys.getByLabel('Password').fill(password)
      await keys.getByRole('button', { name: 'Use until the end' }).click()
      await expect(keys).toBeHidden()
      await source.getByRole('button', { name: 'Test' }).click()
      await expect(source.getByRole('status')).toContainText(found)
    }
    await screenshot('72-sources-postgres-works')
    expect(lines).toEqual([])
    expect([...filesWith(userData, server.password), ...filesWith(folder, server.password)]).toEqual([])
  } finally {
    await server.stop()
  }
})
