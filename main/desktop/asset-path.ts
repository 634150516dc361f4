import { isAbsolute, join, relative, sep } from 'node:path'

/** Scheme and host of the window's own pages. */
export const appScheme = 'app'
export const appHost = 'tapedeck'
export const appOrigin = `${appScheme}://${appHost}`

/** Whether a URL is one of the window's own pages. Its parsed scheme and host decide, never its text. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return protocol === `${appScheme}:` && host === appHost
}

/** Where the file of a request lies and what it is, or the HTTP status that refuses it. */
export type Asset =
  | { readonly found: true; readonly file: string; readonly mime: string }
  | { readonly found: false; readonly status: 400 | 403 | 404 }

const mimeTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
}

/**
 * Finds the file under the absolute folder `root` that an app:// URL names; the bare origin is index.html. Only
 * the own host is served, only files of known types, and never a file outside `root`. Does not touch the disk.
 */
export function assetOf(root: string, address: string): Asset {
  if (!URL.canParse(address)) return refused(400)
  if (!isOwnAddress(address)) return refused(403)
  const url = new URL(address)
  const path = decodedPath(url.pathname)
  if (path === undefined) return refused(400)
  const file = join(root, path === '/' ? 'index.html' : path)
  const inside = relative(root, file)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    return refused(403)
  const mime = mimeTypes[/\.([a-z0-9]+)$/.exec(file)?.[1] ?? '']
  return mime ? { found: true, file, mime } : refused(404)
}

function refused(status: 400 | 403 | 404): Asset {
  return { found: false, status }
}

function decodedPath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname)
    return /[\0\\]/.test(path) ? undefined : path
  } catch {
    return undefined
  }
}
