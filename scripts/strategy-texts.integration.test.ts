import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from './setup/project.ts'
import { builtInTextsFile, builtInTextsPath } from './strategy-texts/built-in-texts.ts'

test('the texts of strategies that come with the program are those of their files; if not, run node scripts/strategy-texts.ts', () => {
  expect(readFileSync(join(projectRoot, builtInTextsPath), 'utf8')).toBe(builtInTextsFile(projectRoot))
})
