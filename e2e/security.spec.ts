import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './workstation.ts'

/** Notes what would be opened outside the program instead of opening it. */
async function noteOpened(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (address) => {
      opened.push(address)
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

test('a page cannot leave the program', async ({ start }) => {
  const { app, page } = await start()
  const opened = await noteOpened(app)
  const address = page.url()
  for (const target of [
    'https://example.com/',
    'file:///etc/hostname',
    'app://other/',
    'data:text/html,hello',
  ]) {
    await page.evaluate((to) => {
      window.location.href = to
    }, target)
    // A navigation that was not denied would replace the page and its mark.
    await page.evaluate(() => document.body.setAttribute('data-still-here', 'yes'))
    await page.waitForTimeout(200)
    expect(page.url()).toBe(address)
    expect(await page.locator('body').getAttribute('data-still-here')).toBe('yes')
  }
  expect(await opened()).toEqual([])
})

test('a page opens no window; a link to https goes to the browser of the user, nothing else does', async ({
  start,
}) => {
  const { app, page } = await start()
  const opened = await noteOpened(app)
  const answers = await page.evaluate(() =>
    [
      'https://www.tradingview.com/',
      'http://example.com/',
      'file:///etc/hostname',
      'about:blank',
      location.href,
    ].map((to) => window.open(to) === null),
  )
  expect(answers).toEqual([true, true, true, true, true])
  expect(app.windows()).toHaveLength(1)
  await expect.poll(opened).toEqual(['https://www.tradingview.com/'])
})

test('a page has no Node, no Electron and nothing of the preload', async ({ start }) => {
  const { app, page } = await start()
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  )
  expect(found).toEqual([])
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  })
})

test('app:// serves the program and nothing beside it, with the policy on every answer', async ({
  start,
}) => {
  const { app, page } = await start()
  const answer = await page.evaluate(async () => {
    const { status, headers } = await fetch('/index.html')
    return { status, policy: headers.get('content-security-policy'), type: headers.get('content-type') }
  })
  expect(answer.status).toBe(200)
  expect(answer.type).toContain('text/html')
  for (const rule of [
    "default-src 'self'",
    "script-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ])
    expect(answer.policy).toContain(rule)
  expect(answer.policy).not.toContain('unsafe-eval')
  const statuses = await app.evaluate(async ({ net }) => {
    const addresses = [
      'app://tapedeck/%2e%2e%2fmain%2fdesktop.js',
      'app://tapedeck/..%2f..%2fpackage.json',
      'app://tapedeck/..%5c..%5cpackage.json',
      'app://other/index.html',
      'app://tapedeck/missing.js',
    ]
    return Promise.all(addresses.map(async (address) => (await net.fetch(address)).status))
  })
  expect(statuses).toEqual([403, 403, 400, 403, 404])
})

test('inline and foreign scripts, frames and foreign connections are blocked', async ({ start }) => {
  const { page } = await start()
  const ran = await page.evaluate(async () => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violated.add(effectiveDirective),
    )
    Object.assign(window, { violated })
    const inline = document.createElement('script')
    inline.textContent = 'window.inlineRan = true'
    const foreign = document.createElement('script')
    foreign.src = 'https://example.com/a.js'
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com/'
    document.body.append(inline, foreign, frame)
    const connected = await fetch('https://example.com/').then(
      () => true,
      () => false,
    )
    return { inline: 'inlineRan' in window, connected }
  })
  expect(ran).toEqual({ inline: false, connected: false })
  await expect
    .poll(() => page.evaluate(() => [...(window as unknown as { violated: Set<string> }).violated].sort()))
    .toEqual(['connect-src', 'frame-src', 'script-src-elem'])
})

test('permissions are denied without a question', async ({ start }) => {
  const { page } = await start()
  const permissions = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera'] as PermissionName[]
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })))
    return states.map(({ state }) => state)
  })
  expect(permissions).toEqual(['denied', 'denied', 'denied'])
})
