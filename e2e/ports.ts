import { expect, type Page } from '@playwright/test'

declare global {
  interface Window {
    /** Ports that were handed to the page, in order, and what came over each. */
    handed: { to: string; messages: unknown[]; port: MessagePort; closed: boolean }[]
  }
}

/**
 * Makes the page note every port it is handed from now on, and asks for ports. Waits until the window has its own,
 * so that those it asked for are not counted.
 */
export async function notePorts(page: Page): Promise<void> {
  await page.getByTestId('engine-state').getByText('Engine ready').waitFor()
  await page.evaluate(() => {
    window.handed = []
    window.addEventListener('message', ({ data, ports: [port] }) => {
      if (data?.type !== 'tapedeck-port' || !port) return
      const entry = { to: data.to, messages: [] as unknown[], port, closed: false }
      port.addEventListener('message', (message) => entry.messages.push(message.data))
      port.addEventListener('close', () => {
        entry.closed = true
      })
      port.start()
      window.handed.push(entry)
    })
    window.postMessage('tapedeck-ready', window.location.origin)
  })
}

/** How many ports to `to` the page has been handed. */
export function countPorts(page: Page, to: 'engine' | 'desktop'): Promise<number> {
  return page.evaluate((name) => window.handed.filter((entry) => entry.to === name).length, to)
}

/** Calls over the latest port to `to`, once there is one, and returns the server's message. */
export async function callOver(
  page: Page,
  to: 'engine' | 'desktop',
  name: string,
  params?: unknown,
): Promise<unknown> {
  await expect.poll(() => countPorts(page, to)).toBeGreaterThan(0)
  return page.evaluate(
    ([to, name, params]) => {
      const entry = window.handed.findLast((other) => other.to === to)
      if (!entry) throw new Error(`no port to the ${to}`)
      const id = 1_000_000 + entry.messages.length
      return new Promise((resolve, reject) => {
        entry.port.addEventListener('message', ({ data }) => {
          if (data?.id === id) resolve(data)
        })
        entry.port.addEventListener('close', () => reject(new Error('the port was closed')))
        entry.port.postMessage({ type: 'call', id, name, params })
      })
    },
    [to, name, params] as const,
  )
}
