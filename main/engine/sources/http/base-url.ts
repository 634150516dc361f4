import { Failure } from '#shared/protocol/failure.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether a URL is one of this machine. */
function isLoopback(url: string): boolean {
  return URL.canParse(url) && loopback.test(new URL(url).hostname)
}

/**
 * Reads where a source answers, without a slash at its end. Throws a Failure with code 'usage' for anything but
 * https, or http on this machine: a key would travel in the open; and for a name or password in it, which would
 * be stored.
 */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw new Failure('usage', `"${text}" is no URL; give one such as https://data.example.com`)
  if (url.username !== '' || url.password !== '')
    throw new Failure(
      'usage',
      'A URL of a source holds no name and no password: it is stored. Keep them as a secret.',
    )
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text))
  if (!isSafe)
    throw new Failure(
      'usage',
      `${url.origin} is asked with a key, so it must begin with https:// unless it is this machine`,
    )
  if (url.search !== '' || url.hash !== '')
    throw new Failure(
      'usage',
      `${url.origin}${url.pathname}: a URL of a source ends with its path, without ? and #`,
    )
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
