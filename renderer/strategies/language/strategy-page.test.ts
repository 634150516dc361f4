import { expect, test } from 'vitest'
import page from '../../../docs/strategy.md?raw'
import { LanguageService } from './language-service.ts'

test('the editor finds nothing wrong with the examples of the page about strategies', () => {
  const service = new LanguageService()
  const examples = [...page.matchAll(/^```(ts|js)\n([\s\S]*?)^```$/gm)]
  expect(examples.length).toBeGreaterThan(4)
  for (const [, ending, text = ''] of examples)
    expect(service.answer({ ask: 'faults', text, isScript: ending === 'js' })).toEqual([])
})
