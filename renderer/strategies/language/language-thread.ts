import { LanguageClient, type LanguageThread } from './language-client.ts'

let client: LanguageClient | undefined

/** The one thread that knows TypeScript; it begins with the first editor and stays, since its start takes a second. */
export function languageClient(): LanguageClient {
  client ??= new LanguageClient(startThread, (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  })
  return client
}

function startThread(): LanguageThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  return {
    ask: (request) => worker.postMessage(request),
    listen(onReply, onEnd) {
      worker.onmessage = ({ data }) => onReply(data)
      worker.onerror = onEnd
    },
    end: () => worker.terminate(),
  }
}
