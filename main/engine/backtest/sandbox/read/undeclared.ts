import type { Identifier, Node } from 'acorn'

/**
 * Names that are used but declared nowhere in the program and not among `given`, in the order of the text. Where a
 * name is declared does not count; `typeof name` asks and does not use.
 */
export function undeclaredNames(program: Node, given: Iterable<string>): readonly Identifier[] {
  const declared = new Set(given)
  declared.add('arguments')
  const used: Identifier[] = []
  visit(program, (node) => {
    for (const pattern of boundBy(node))
      visit(pattern, (inner) => {
        if (isIdentifier(inner)) declared.add(inner.name)
      })
  })
  visitUses(program, used)
  return used.filter(({ name }) => !declared.has(name)).sort((one, other) => one.start - other.start)
}

type AnyNode = Node & Readonly<Record<string, unknown>>

/** Calls `see` with a node and all within it, but not with what is within a node for which it answers false. */
export function visit(value: unknown, see: (node: AnyNode) => unknown): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  else if (isNode(value) && see(value) !== false) {
    for (const child of Object.values(value)) visit(child, see)
  }
}

function visitUses(value: unknown, used: Identifier[]): void {
  if (Array.isArray(value)) for (const item of value) visitUses(item, used)
  else if (isIdentifier(value)) used.push(value)
  else if (isNode(value)) {
    const left = namesOnly(value)
    for (const [key, child] of Object.entries(value)) if (!left.includes(key)) visitUses(child, used)
  }
}

/** The children of a node that are binding patterns. */
function boundBy(node: AnyNode): readonly unknown[] {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return [node.id]
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [node.id, node.params]
    case 'CatchClause':
      return [node.param]
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local]
    default:
      return []
  }
}

/** The children of a node in which an identifier is a word, not the use of a name. */
function namesOnly(node: AnyNode): readonly string[] {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? [] : ['property']
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return node.computed ? [] : ['key']
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return ['label']
    case 'MetaProperty':
      return ['meta', 'property']
    case 'ImportSpecifier':
      return ['imported']
    case 'UnaryExpression':
      return node.operator === 'typeof' && isIdentifier(node.argument) ? ['argument'] : []
    default:
      return []
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function isIdentifier(value: unknown): value is Identifier {
  return isNode(value) && value.type === 'Identifier'
}
