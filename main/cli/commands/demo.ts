import { createDemoStore, type DemoProgress } from '../../engine/demo/create-demo-store.ts'
import type { Command } from '../command.ts'
import { progressOf } from '../progress.ts'

/** Makes a store of made-up bars to try everything with. */
export const demo: Command = {
  name: 'demo',
  usage: '--store F [--json]',
  summary: 'Makes a ready store of synthetic sessions',
  options: {
    store: { value: 'F', help: 'file of the store; it must not exist yet' },
    json: { help: 'print {symbols, sessions, bars}' },
  },
  operands: [],
  async run(args, io) {
    const store = args.requiredPath('store')
    const progress = progressOf<DemoProgress>(io, {
      share: ({ done, total }) => done / total,
      rate: ({ done }, seconds) => `${Math.round(done / seconds)} symbols/s`,
      label: ({ symbol }) => symbol,
    })
    const { symbols, sessions, bars } = await createDemoStore(store, {
      time: io.time,
      signal: io.signal,
      onProgress: progress.show,
    }).finally(progress.clear)
    await io.stdout.write(
      args.has('json')
        ? `${JSON.stringify({ symbols, sessions, bars })}\n`
        : `${store}: ${symbols} symbols, ${sessions} sessions, ${bars} bars, all of them synthetic\n`,
    )
  },
}
