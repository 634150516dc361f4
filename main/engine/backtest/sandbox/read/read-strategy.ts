import { type Node, type Program, parse } from 'acorn'
import { StrategyFailure, type TextPlace } from '../strategy-failure.ts'
import { blank, replaceRange, type TextRange } from './blank.ts'
import { missingName, strategyNames } from './strategy-names.ts'
import { stripTypes } from './strip-types.ts'
import { undeclaredNames, visit } from './undeclared.ts'

/** A strategy that has been read: a script for a compartment whose lines are those of the file. */
export interface ReadStrategy {
  readonly file: string
  /** An expression: a function of the names of `strategyNames` and of what 'tapedeck' exports, which gives the strategy. */
  readonly script: string
  /** Characters before the text in the script's first line. */
  readonly shift: number
  /** Where `export default` stands. */
  readonly exportAt: TextPlace
}

/** What a strategy imports of 'tapedeck'. */
const exported: readonly string[] = ['defineStrategy']
const longestText = 1_000_000

/**
 * Reads the text of a strategy, an ES module in TypeScript or, by the name of the file, JavaScript. Throws a
 * StrategyFailure that names file, line and column for syntax, TypeScript that is more than types, imports of anything
 * but 'tapedeck', names that are not there, and a missing default export.
 */
export function readStrategy(text: string, file: string): ReadStrategy {
  if (text.length > longestText)
    throw unreadable(file, undefined, 'it is longer than 1,000,000 characters: shorten it.')
  const plain = /\.m?js$/i.test(file) ? text : stripTypes(text, file)
  const comments: TextRange[] = []
  const program = parseModule(plain, file, comments)
  refuseDynamic(program, file)
  let script = comments.reduce(blank, plain)
  const result = freeName(script)
  const imported: string[] = []
  let exportAt: TextPlace | undefined
  for (const statement of program.body) {
    switch (statement.type) {
      case 'ImportDeclaration':
        if (statement.source.value !== 'tapedeck')
          throw unreadable(
            file,
            statement,
            `'${statement.source.value}' cannot be imported: a strategy has 'tapedeck' only.`,
          )
        for (const specifier of statement.specifiers) imported.push(importedName(specifier, file))
        script = blank(script, statement)
        break
      case 'ExportDefaultDeclaration':
        exportAt = placeOf(statement)
        script = replaceRange(
          script,
          { start: statement.start, end: statement.declaration.start },
          `;${result}=`,
        )
        break
      case 'ExportNamedDeclaration':
        if (!statement.declaration)
          throw unreadable(file, statement, 'a strategy exports itself only: write export default.')
        script = blank(script, { start: statement.start, end: statement.declaration.start })
        break
      case 'ExportAllDeclaration':
        throw unreadable(file, statement, 'a strategy exports itself only: write export default.')
    }
  }
  if (!exportAt)
    throw unreadable(
      file,
      undefined,
      'it has no default export: end it with export default defineStrategy({ name: …, onBar(ctx, bar) { … } }).',
    )
  const [undeclared] = undeclaredNames(program, strategyNames)
  if (undeclared) throw unreadable(file, undeclared, missingName(undeclared.name))
  // Names are bound as locals: looked up as globals of a compartment they take a hundred times as long.
  const head = `(({${strategyNames.join(',')}})=>({${exported.join(',')}})=>{${imported.join('')}let ${result};{`
  return { file, script: `${head}${script}\n}return ${result}})`, shift: head.length, exportAt }
}

function parseModule(text: string, file: string, comments: TextRange[]): Program {
  try {
    return parse(text, {
      ecmaVersion: 2024,
      sourceType: 'module',
      locations: true,
      onComment: (_block, _text, start, end) => comments.push({ start, end }),
    })
  } catch (error) {
    if (!isSyntaxError(error)) throw error
    const place = { line: error.loc.line, column: error.loc.column + 1 }
    const cause = `${error.message.replace(/ \(\d+:\d+\)$/, '')}: correct the syntax.`
    throw new StrategyFailure({ kind: 'unreadable', file, place, cause })
  }
}

function isSyntaxError(
  error: unknown,
): error is SyntaxError & { readonly loc: { readonly line: number; readonly column: number } } {
  return error instanceof SyntaxError && 'loc' in error
}

const functions: readonly string[] = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

function refuseDynamic(program: Program, file: string): void {
  visit(program, (node) => {
    if (node.type === 'ImportExpression')
      throw unreadable(
        file,
        node,
        "import() is not there: a strategy has 'tapedeck' only, imported at its top.",
      )
    if (node.type === 'MetaProperty' && 'meta' in node && isNamed(node.meta, 'import'))
      throw unreadable(file, node, 'import.meta is not there: a strategy does not know where it lies.')
  })
  visit(program, (node) => {
    if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true))
      throw unreadable(file, node, 'await is not there outside of a function: a strategy is ready at once.')
    return !functions.includes(node.type)
  })
}

function isNamed(node: unknown, name: string): boolean {
  return typeof node === 'object' && node !== null && 'name' in node && node.name === name
}

type Specifier = Extract<Program['body'][number], { type: 'ImportDeclaration' }>['specifiers'][number]

/** A declaration of what is imported under its name in the file. */
function importedName(specifier: Specifier, file: string): string {
  const local = specifier.local.name
  if (specifier.type === 'ImportNamespaceSpecifier') return `const ${local}={${exported.join(',')}};`
  if (specifier.type === 'ImportSpecifier') {
    const { imported } = specifier
    const name = imported.type === 'Identifier' ? imported.name : String(imported.value)
    if (exported.includes(name)) return name === local ? '' : `const ${local}=${name};`
    throw unreadable(file, specifier, `'tapedeck' has no ${name}: it has ${exported.join(', ')}.`)
  }
  throw unreadable(
    file,
    specifier,
    "'tapedeck' has no default export: write import { defineStrategy } from 'tapedeck'.",
  )
}

/** A name that does not occur in the text. */
function freeName(text: string): string {
  let name = '$out'
  while (text.includes(name)) name += '$'
  return name
}

function placeOf(node: Node): TextPlace | undefined {
  return node.loc ? { line: node.loc.start.line, column: node.loc.start.column + 1 } : undefined
}

function unreadable(file: string, node: Node | undefined, cause: string): StrategyFailure {
  return new StrategyFailure({ kind: 'unreadable', file, place: node && placeOf(node), cause })
}
