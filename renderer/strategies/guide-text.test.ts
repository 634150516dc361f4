import { expect, test } from 'vitest'
import page from '../../docs/strategy.md?raw'
import { blocksOf } from './guide-text.ts'

test('headings, paragraphs, items, code and labels of a page', () => {
  expect(
    blocksOf(
      '# A page\n\n![A picture](page.png)\n\nPress _New_, then `a_b_c`; see [other.md](other.md).\n\n```ts\n# 1\n\n- 2\n```\n- Item',
    ),
  ).toMatchObject([
    { kind: 'heading', text: 'A page' },
    {
      kind: 'paragraph',
      runs: [
        { kind: 'words', text: 'Press ' },
        { kind: 'label', text: 'New' },
        { kind: 'words', text: ', then ' },
        { kind: 'code', text: 'a_b_c' },
        { kind: 'words', text: '; see other.md.' },
      ],
    },
    { kind: 'code', language: 'ts', text: '# 1\n\n- 2' },
    { kind: 'item', runs: [{ kind: 'words', text: 'Item' }] },
  ])
})

test('nothing of the page on strategies is left as Markdown', () => {
  const words = blocksOf(page).flatMap((block) =>
    block.kind === 'paragraph' || block.kind === 'item'
      ? block.runs.filter(({ kind }) => kind === 'words').map(({ text }) => text)
      : [],
  )
  expect(words.length).toBeGreaterThan(20)
  expect(words.filter((text) => /[`|*]|\]\(|(?<!\w)_|_(?!\w)/.test(text))).toEqual([])
})
