import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { appScheme, assetOf } from './asset-path.ts'

/** What a page of the window may load: only what lies in the program itself. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Makes app:// a standard, secure scheme. Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built pages of the absolute folder `root` over app://, with the content security policy. */
export function serveAppScheme(root: string): void {
  protocol.handle(appScheme, async ({ url, method }) => {
    if (method !== 'GET') return refusal(405)
    const asset = assetOf(root, url)
    if (!asset.found) return refusal(asset.status)
    try {
      return new Response(await readFile(asset.file), { headers: headers(asset.mime) })
    } catch {
      return refusal(404)
    }
  })
}

function refusal(status: number): Response {
  return new Response(undefined, { status, headers: headers('text/plain') })
}

function headers(mime: string): Record<string, string> {
  return {
    'content-type': mime,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
  }
}
