#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads'
import { serveImport } from './import-thread.ts'
import { processIo } from './process-io.ts'
import { main } from './program.ts'

if (isMainThread) await runProgram()
else await serveImport()

async function runProgram(): Promise<void> {
  const cancel = new AbortController()
  // The first Ctrl+C lets the command undo what is half done; the second ends the process at once.
  process.once('SIGINT', () => cancel.abort())
  process.once('SIGTERM', () => cancel.abort())
  process.exitCode = await main(process.argv.slice(2), processIo(new URL(import.meta.url), cancel.signal))
  // Within the desktop program this is a utility process, which does not end because there is nothing left to do.
  if ('parentPort' in process) process.exit()
}
