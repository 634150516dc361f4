#!/usr/bin/env node
import { processIo, tolerateClosedPipes } from './process-io.ts'
import { main } from './program.ts'

tolerateClosedPipes()

const cancel = new AbortController()
// The first Ctrl+C lets the command undo what is half done; the second ends the process at once.
process.once('SIGINT', () => cancel.abort())
process.once('SIGTERM', () => cancel.abort())

process.exitCode = await main(process.argv.slice(2), processIo(cancel.signal))
