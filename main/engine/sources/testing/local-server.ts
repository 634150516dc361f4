import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on this machine that is gone after the test. */
export interface LocalServer {
  readonly url: string
  /** Every request that it got, in order. */
  readonly requests: readonly IncomingMessage[]
}

/** Starts a server on a free port; `answer` is told how many requests came before. */
export async function startServer(
  answer: (request: URL, response: ServerResponse, before: number, message: IncomingMessage) => void,
): Promise<LocalServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((message, response) => {
    const before = requests.push(message) - 1
    answer(new URL(message.url ?? '/', 'http://localhost'), response, before, message)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
