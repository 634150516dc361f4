import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** Files whose exports an author sees, in the order of the text; then those that these name. */
const seen = ['shared/strategy/strategy.ts', 'shared/strategy/order.ts']
const named = [
  'shared/time/epoch.ts',
  'shared/calendar/session-date.ts',
  'shared/bars/interval.ts',
  'shared/bars/state.ts',
]

/** A declaration at the top of a file, without the file's imports. */
interface Declaration {
  readonly name: string
  /** Its comment and itself, as it stands in a module's declaration. */
  readonly text: string
}

/** Tells numbers and texts of the project apart; an author writes '5m' and 10 as they are. */
const brand = / & \{ readonly \[\w+Brand\]: (?:true|'\w+') \}/

/** The declaration of the module 'tapedeck', made of what the sources under `root` say, without brands. */
export function authorTypes(root: string): string {
  const all = [...seen, ...named].flatMap((path) =>
    declarationsIn(path, readFileSync(join(root, path), 'utf8')),
  )
  const kept = new Set<Declaration>()
  const waiting = seen.flatMap((path) =>
    declarationsIn(path, readFileSync(join(root, path), 'utf8')).map(({ name }) => name),
  )
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const declaration = all.find((one) => one.name === name)
    if (!declaration || kept.has(declaration)) continue
    kept.add(declaration)
    waiting.push(...all.filter((one) => uses(declaration.text, one.name)).map((one) => one.name))
  }
  const texts = all.filter((declaration) => kept.has(declaration)).map(({ text }) => indented(text))
  return `declare module 'tapedeck' {\n${texts.join('\n\n')}\n\n  export {}\n}\n`
}

/** The file of the project that holds this text for the program. */
export function authorTypesFile(root: string): string {
  const escaped = authorTypes(root).replace(/[\\`]|\$\{/g, '\\$&')
  return `/** What an author's editor and compiler are told of 'tapedeck'; made by scripts/strategy-types.ts. */\nexport const authorTypes = \`${escaped}\`\n`
}

function uses(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text.replace(/\/\*[\s\S]*?\*\//g, ''))
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** Types, interfaces, functions and lists of words; everything else of a file is no author's business. */
function declarationsIn(path: string, source: string): readonly Declaration[] {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  return program.body.flatMap((statement) => {
    const exported = statement.type === 'ExportNamedDeclaration'
    const declared = exported ? statement.declaration : statement
    const word = exported ? 'export ' : ''
    const comment = commentBefore(source, statement.start)
    const make = (name: string, text: string): Declaration[] => [{ name, text: comment + word + text }]
    switch (declared?.type) {
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        return make(declared.id.name, source.slice(declared.start, declared.end).replace(brand, ''))
      case 'FunctionDeclaration': {
        if (!declared.id || !declared.body) return []
        return make(declared.id.name, source.slice(declared.start, declared.body.start).trim())
      }
      case 'VariableDeclaration': {
        const [only] = declared.declarations
        if (only?.id.type !== 'Identifier') return []
        const { init, id } = only
        // A list of words and the type of that list are written alike.
        if (init?.type !== 'TSAsExpression' || init.expression.type !== 'ArrayExpression') return []
        const { start, end } = init.expression
        return make(id.name, `const ${id.name}: readonly ${source.slice(start, end)}`)
      }
      default:
        return []
    }
  })
}

function commentBefore(source: string, start: number): string {
  return /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(source.slice(0, start))?.[0] ?? ''
}
