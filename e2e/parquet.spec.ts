import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

test('a Parquet file is previewed and imported', async ({ start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-parquet-'))
  const store = join(folder, 'made.tapedeck')
  tapedeck('demo', '--store', store)
  const file = join(folder, 'WXYZ.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const time = "TIMESTAMPTZ '2024-12-02 14:30:00+00' + to_minutes(i)"
  const bars = `SELECT ${time} AS t, 10 AS open, 11 AS high, 9 AS low, 10.5 AS close, 100 AS volume FROM range(30) r(i)`
  await connection.run(`COPY (${bars}) TO '${file}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  try {
    const { app, page, lines } = await start({ store })
    await expect(page.getByTestId('play')).toBeEnabled()
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
    }, file)
    await page.keyboard.press('Control+2')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await expect(page.getByText('Parquet', { exact: true }).first()).toBeVisible()
    await expect(page.getByText('symbol: WXYZ')).toBeVisible()
    await page.screenshot({ path: 'test-results/screens/parquet-preview.png' })
    await page.getByRole('button', { name: 'Import 1 file' }).click()
    const offer = page.getByRole('region', { name: 'Imported symbols' })
    await expect(offer).toContainText('1 imported symbol is not on the watchlist “Demo” yet.')
    expect(lines).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
