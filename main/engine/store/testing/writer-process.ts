/**
 * A process of its own that owns a store and imports file after file into it until it is killed. Started with the
 * store's path, its name as owner and the number of the first file. Prints a line at each step.
 */

import { asFailure } from '#shared/protocol/failure.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { openStore } from '../open.ts'
import type { StoreWriter } from '../store.ts'
import { type LargeFile, largeFile } from './large-file.ts'

const [, , path = '', owner = '', first = '0'] = process.argv

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function open(): StoreWriter | undefined {
  try {
    return openStore(path, { access: 'write', create: true, owner, time: { now: () => epochMs(0) } })
  } catch (error) {
    const { code, detail } = asFailure(error)
    say(`refused ${code} ${detail}`)
    return undefined
  }
}

function importOne(store: StoreWriter, number: number, { file, batches }: LargeFile): void {
  say(`begin ${number}`)
  store.importFile(file, batches)
  say(`end ${number}`)
}

const store = open()
if (store) {
  say('open')
  let number = Number(first)
  // Between two files the process listens, so that it can be told to end.
  const next = () => {
    importOne(store, number, largeFile(number))
    number++
    setTimeout(next, 1)
  }
  process.stdin.once('data', () => {
    store.close()
    process.exit()
  })
  next()
}
