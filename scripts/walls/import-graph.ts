import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { parseSync } from 'vite'

/** One file and what it imports: files of the project by their path in it, everything else by its name. */
export interface SourceFile {
  readonly path: string
  readonly imports: readonly string[]
}

/**
 * Specifiers in a source, whatever the form: import, export … from, import(), require() and type imports. One
 * that is computed is '(computed)'. Throws an error that names the file when it cannot be parsed.
 */
export function specifiersIn(path: string, source: string): readonly string[] {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const found = new Set<string>()
  visit(program, (node) => {
    const specifier = specifierOf(node)
    if (specifier) found.add(literalOf(specifier) ?? '(computed)')
  })
  return [...found]
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  else if (isNode(value)) {
    see(value)
    for (const child of Object.values(value)) visit(child, see)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function specifierOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source
    case 'TSExternalModuleReference':
      return node.expression
    case 'CallExpression':
      return isNode(node.callee) && node.callee.name === 'require' && Array.isArray(node.arguments)
        ? node.arguments[0]
        : undefined
    default:
      return undefined
  }
}

function literalOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  const [only, more] = node.type === 'TemplateLiteral' && Array.isArray(node.quasis) ? node.quasis : []
  return only && !more ? only.value.cooked : undefined
}

/** Reads the sources of a folder of the project, without tests and what only tests use. */
export function readSources(root: string, folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('/testing/'))
    .sort()
    .map((path) => readSource(root, path))
}

/** Everything that `entry` reaches over imports, itself included; packages are named, not followed. */
export function reachedFrom(root: string, entry: string): ReadonlyMap<string, SourceFile> {
  const reached = new Map<string, SourceFile>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    const file = readSource(root, path)
    reached.set(path, file)
    waiting.push(...file.imports.filter((name) => isProjectFile(root, name)))
  }
  return reached
}

/** The package of an import, e.g. '@date-fns/tz' of '@date-fns/tz/date'; undefined for a file of the project. */
export function packageOf(root: string, name: string): string | undefined {
  if (isProjectFile(root, name)) return undefined
  const parts = name.split('/')
  return name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
}

function readSource(root: string, path: string): SourceFile {
  if (path.endsWith('.css')) return { path, imports: [] }
  const imports = specifiersIn(path, readFileSync(join(root, path), 'utf8'))
  return { path, imports: imports.map((specifier) => named(path, specifier)) }
}

function named(importer: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, '')
  if (plain.startsWith('#shared/')) return plain.slice(1)
  if (plain.startsWith('.')) return join(dirname(importer), plain).split(sep).join('/')
  return plain
}

function isProjectFile(root: string, name: string): boolean {
  return /\.(ts|tsx|js|cjs|css)$/.test(name) && existsSync(join(root, name))
}
