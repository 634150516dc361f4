import { openStore } from '../../engine/store/open.ts'
import { readHalts } from '../../engine/upkeep/halts/read-halts.ts'
import type { Command } from '../command.ts'

/** Puts halts of trading into a store: minutes in them are not missing, nobody could trade. */
export const halts: Command = {
  name: 'halts',
  usage: 'PATH --store F [--json]',
  summary: 'Puts halts of trading into a store, from a CSV file with the header symbol,start,end,code',
  options: {
    store: { value: 'F', help: 'file of the store' },
    json: { help: 'print {halts, symbols, added}; added are those that the store did not have' },
  },
  operands: ['PATH'],
  async run(args, io) {
    const file = args.operandPath('PATH')
    const path = args.requiredPath('store')
    const bySymbol = readHalts(file, io.time.now())
    const owner = `tapedeck halts (process ${process.pid})`
    const writer = openStore(path, { access: 'write', owner, time: io.time })
    let added = 0
    try {
      for (const [symbol, own] of bySymbol) added += writer.ledger.record(symbol, own)
    } finally {
      writer.close()
    }
    const count = [...bySymbol.values()].reduce((sum, own) => sum + own.length, 0)
    await io.stdout.write(
      args.has('json')
        ? `${JSON.stringify({ halts: count, symbols: bySymbol.size, added })}\n`
        : `${path}: ${count} halts of ${bySymbol.size} symbols, ${added} of them new\n`,
    )
  },
}
