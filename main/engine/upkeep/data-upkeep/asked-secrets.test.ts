import { expect, test } from 'vitest'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { AskedSecrets } from './asked-secrets.ts'
import type { WantedSecret } from './contract.ts'

const alpaca = { source: 'alpaca', server: 'https://alpaca.example' }
const massive = { source: 'massive', server: 'https://massive.example' }

function askedBy(ticker: ManualTicker): { secrets: AskedSecrets; wanted: WantedSecret[] } {
  const wanted: WantedSecret[] = []
  return { secrets: new AskedSecrets((one) => wanted.push(one), ticker), wanted }
}

test('each secret is asked for when it is needed, and answers find their question', async () => {
  const { secrets, wanted } = askedBy(new ManualTicker())
  const keys = [secrets.read(alpaca, 'APCA_API_KEY_ID'), secrets.read(massive, 'MASSIVE_API_KEY')]
  expect(wanted).toEqual([
    { id: 1, ...alpaca, secret: 'APCA_API_KEY_ID' },
    { id: 2, ...massive, secret: 'MASSIVE_API_KEY' },
  ])
  secrets.answer({ id: 2 })
  secrets.answer({ id: 1, key: 'let me in' })
  secrets.answer({ id: 1, key: 'too late' })
  expect(await Promise.all(keys)).toEqual(['let me in', undefined])
})

test('without an answer there is none, after a while or when nobody is there any more', async () => {
  const ticker = new ManualTicker()
  const { secrets } = askedBy(ticker)
  const late = secrets.read(alpaca, 'APCA_API_KEY_ID')
  ticker.pass(15_000)
  expect(await late).toBeUndefined()
  const cut = secrets.read(alpaca, 'APCA_API_KEY_ID')
  secrets.close()
  expect(await cut).toBeUndefined()
})
