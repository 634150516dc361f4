import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'main/engine/backtest/strategies'

/** Where the program finds the texts. */
export const builtInTextsPath = 'main/engine/strategies/built-in-texts.ts'

/** The file of the project that holds the texts of its strategies under `root`, as authors outside of it write them. */
export function builtInTextsFile(root: string): string {
  const texts = readdirSync(join(root, folder))
    .sort()
    .map((file) => ({
      name: file.replace(/\.ts$/, ''),
      text: readFileSync(join(root, folder, file), 'utf8'),
    }))
    .filter(({ text }) => text.includes('\nexport default defineStrategy('))
    .map(({ name, text }) => ({
      name: /^\w+$/.test(name) ? name : `'${name}'`,
      text: text.replace("from '#shared/strategy/strategy.ts'", "from 'tapedeck'"),
    }))
    .map(({ name, text }) => `  ${name}: \`${text.replace(/[\\`]|\$\{/g, '\\$&')}\`,\n`)
  return `/** What the strategies that come with the program say, for authors to read and copy; made by scripts/strategy-texts.ts. */\nexport const builtInTexts: Readonly<Record<string, string>> = {\n${texts.join('')}}\n`
}
