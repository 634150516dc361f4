import { expect, startWorkstation, test } from './workstation.ts'

test('the window opens and shows its name', async () => {
  const { app, page, complaints } = await startWorkstation()
  await expect(page.locator('#root')).toContainText('Tapedeck')
  expect(complaints).toEqual([])
  await app.close()
})
