import { spawn } from 'node:child_process'
import { callOver, notePorts } from './ports.ts'
import { expect, programArgs, test } from './workstation.ts'

test('the workstation starts without a line on any console and quits at once', async ({ start }) => {
  const { app, page, lines, screenshot, close } = await start()
  await expect(page).toHaveTitle('Tapedeck')
  const state = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { visible: window?.isVisible(), size: window?.getContentSize() }
  })
  expect(state).toEqual({ visible: true, size: [1600, 1000] })
  await screenshot('00-start')
  const program = app.process()
  await close()
  expect(lines).toEqual([])
  expect(program.exitCode).toBe(0)
})

test('a page gets a port to the desktop and one to the engine, and new ones after a reload', async ({
  start,
}) => {
  const { page } = await start({ store: 'bars.tapedeck' })
  for (let load = 0; load < 3; load++) {
    await notePorts(page)
    await expect
      .poll(() => page.evaluate(() => window.handed.map(({ to }) => to).sort()))
      .toEqual(['desktop', 'engine'])
    expect(await callOver(page, 'desktop', 'app.info')).toMatchObject({
      ok: true,
      value: { version: expect.any(String), store: expect.stringMatching(/[\\/]bars\.tapedeck$/) },
    })
    expect(await callOver(page, 'engine', 'engine.hello')).toMatchObject({
      ok: true,
      value: { pid: expect.any(Number) },
    })
    await page.reload()
  }
})

test('the menu asks the page to open a store, and so does a second start that names one', async ({
  start,
}) => {
  const { app, page, userData } = await start()
  await notePorts(page)
  await expect.poll(() => page.evaluate(() => window.handed.length)).toBe(2)
  const asked = () =>
    page.evaluate(() =>
      window.handed
        .flatMap(({ messages }) => messages as { name?: string; payload?: unknown }[])
        .filter(({ name }) => name === 'store.requested')
        .map(({ payload }) => payload),
    )
  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File')
    file?.submenu?.items.find(({ label }) => label === 'Open Store…')?.click()
  })
  await expect.poll(asked).toEqual([{}])
  const executable = app.process().spawnfile
  const { exitCode } = await runToEnd(executable, [...programArgs(userData), '--store=second.tapedeck'])
  expect(exitCode).toBe(0)
  await expect.poll(asked).toEqual([{}, { path: expect.stringMatching(/[\\/]second\.tapedeck$/) }])
})

test('a message that does not fit the contract is refused, and the port stays open', async ({ start }) => {
  const { page } = await start()
  await notePorts(page)
  await expect.poll(() => page.evaluate(() => window.handed.length)).toBe(2)
  const refused = await callOver(page, 'desktop', 'recents.add', { path: 7 })
  expect(refused).toMatchObject({ ok: false, failure: { code: 'bad-message' } })
  expect(await callOver(page, 'desktop', 'no.such.call')).toMatchObject({ ok: false })
  expect(await callOver(page, 'desktop', 'recents.list')).toMatchObject({ ok: true, value: [] })
})

test('the window opens where it was closed', async ({ start }) => {
  const first = await start()
  const bounds = { x: 40, y: 30, width: 1300, height: 800 }
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds)
  await first.close()
  const second = await start({ userData: first.userData })
  const found = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  )
  expect(found).toEqual(bounds)
})

test('a page whose process crashes is loaded again and gets ports again', async ({ start }) => {
  const { app, lines } = await start()
  const handed = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const loaded = new Promise<void>((resolve) => {
      contents?.once('render-process-gone', () => contents.once('did-finish-load', () => resolve()))
    })
    contents?.forcefullyCrashRenderer()
    await loaded
    return contents?.executeJavaScript(`new Promise((resolve) => {
      const to = new Set()
      window.addEventListener('message', ({ data }) => {
        if (data?.type === 'tapedeck-port') to.add(data.to)
        if (to.size === 2) resolve([...to].sort())
      })
      window.postMessage('tapedeck-ready', location.origin)
    })`)
  })
  expect(handed).toEqual(['desktop', 'engine'])
  expect(lines).toContainEqual(expect.stringContaining('The window crashed'))
})

function runToEnd(program: string, args: readonly string[]): Promise<{ exitCode: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode }))
  })
}
