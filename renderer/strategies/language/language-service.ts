import { createSystem, createVirtualTypeScriptEnvironment } from '@typescript/vfs'
import ts from 'typescript-6'
import { authorTypes } from '#shared/strategy/author-types.ts'
import type {
  CallFacts,
  HoverFacts,
  LanguageAnswers,
  NameFacts,
  Question,
  Suggestion,
  Suggestions,
  TextFault,
} from './language.ts'
import { globalTypes, standardTypes } from './standard-types.ts'

const script = '/strategy.js'
const typed = '/strategy.ts'

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  // A run leaves types out and nothing else, a type that is imported without saying so would stay.
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowJs: true,
  noEmit: true,
  types: [],
}

const preferences: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsForModuleExports: true,
  includeCompletionsWithInsertText: false,
}

/** Knows TypeScript and what an author of strategies has, and answers about one text at a time. */
export class LanguageService {
  readonly #environment: ReturnType<typeof createVirtualTypeScriptEnvironment>
  /** What the files hold now. */
  readonly #texts = new Map<string, string>()

  constructor() {
    const files = new Map([...standardTypes].map(([name, text]) => [`/${name}`, text]))
    files.set('/tapedeck.d.ts', authorTypes)
    files.set('/globals.d.ts', globalTypes)
    this.#environment = createVirtualTypeScriptEnvironment(
      createSystem(files),
      ['/tapedeck.d.ts', '/globals.d.ts'],
      // Its types are those of another version of the same compiler.
      ts as never,
      options as never,
    )
  }

  answer(question: Question): LanguageAnswers[keyof LanguageAnswers] {
    const file = this.#put(question)
    switch (question.ask) {
      case 'faults':
        return this.#faults(file)
      case 'suggestions':
        return this.#suggestions(file, question.text, question.at)
      case 'name':
        return this.#name(file, question.at, question.name, question.source)
      case 'hover':
        return this.#hover(file, question.at)
      case 'call':
        return this.#call(file, question.at)
    }
  }

  get #service(): ts.LanguageService {
    return this.#environment.languageService as unknown as ts.LanguageService
  }

  #put({ text, isScript }: Question): string {
    const file = isScript ? script : typed
    // The compiler takes an empty text for a file that is not there.
    const content = text === '' ? '\n' : text
    const known = this.#texts.get(file)
    if (known === undefined) this.#environment.createFile(file, content)
    else if (known !== content) this.#environment.updateFile(file, content)
    this.#texts.set(file, content)
    // Of two texts at once each would see the names of the other.
    const other = isScript ? typed : script
    if (this.#texts.get(other) !== undefined && this.#texts.get(other) !== '\n') {
      this.#environment.updateFile(other, '\n')
      this.#texts.set(other, '\n')
    }
    return file
  }

  #faults(file: string): readonly TextFault[] {
    const found = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ]
    return found.map(({ start = 0, length = 0, messageText, category }) => ({
      from: start,
      to: start + length,
      severity: category === ts.DiagnosticCategory.Error ? 'error' : 'warning',
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
  }

  #suggestions(file: string, text: string, at: number): Suggestions | undefined {
    const found = this.#service.getCompletionsAtPosition(file, at, preferences)
    if (!found) return undefined
    const typedLength = /[\w$]*$/.exec(text.slice(0, at))?.[0].length ?? 0
    return {
      from: found.optionalReplacementSpan?.start ?? at - typedLength,
      names: found.entries
        .filter(({ source }) => source === undefined || source === 'tapedeck')
        .map(({ name, kind, sortText, source }) => ({
          name,
          kind: kindOf(kind),
          order: sortText,
          ...(source !== undefined && { source }),
        })),
    }
  }

  #name(file: string, at: number, name: string, source: string | undefined): NameFacts | undefined {
    const found = this.#service.getCompletionEntryDetails(
      file,
      at,
      name,
      format,
      source,
      preferences,
      undefined,
    )
    if (!found) return undefined
    const changes = found.codeActions?.flatMap((action) =>
      action.changes.filter(({ fileName }) => fileName === file).flatMap(({ textChanges }) => textChanges),
    )
    return {
      signature: signatureOf(found.displayParts),
      docs: docsOf(found.documentation, found.tags),
      changes: (changes ?? []).map(({ span, newText }) => ({
        from: span.start,
        to: span.start + span.length,
        insert: newText,
      })),
    }
  }

  #hover(file: string, at: number): HoverFacts | undefined {
    const found = this.#service.getQuickInfoAtPosition(file, at)
    if (!found) return undefined
    return {
      from: found.textSpan.start,
      to: found.textSpan.start + found.textSpan.length,
      signature: signatureOf(found.displayParts),
      docs: docsOf(found.documentation, found.tags),
    }
  }

  #call(file: string, at: number): CallFacts | undefined {
    const found = this.#service.getSignatureHelpItems(file, at, undefined)
    const item = found?.items[found.selectedItemIndex]
    if (!found || !item) return undefined
    const texts = item.parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts))
    const head = ts.displayPartsToString(item.prefixDisplayParts)
    const between = ts.displayPartsToString(item.separatorDisplayParts)
    const before = texts
      .slice(0, found.argumentIndex)
      .reduce((sum, text) => sum + text.length + between.length, 0)
    const from = head.length + before
    const active = item.parameters[found.argumentIndex]
    return {
      signature: `${head}${texts.join(between)}${ts.displayPartsToString(item.suffixDisplayParts)}`,
      active: { from, to: from + (texts[found.argumentIndex]?.length ?? 0) },
      docs: [docsOf(item.documentation, []), docsOf(active?.documentation, [])].filter(Boolean).join('\n\n'),
    }
  }
}

/** As the examples are written. */
const format: ts.FormatCodeSettings = {
  indentSize: 2,
  convertTabsToSpaces: true,
  semicolons: ts.SemicolonPreference.Remove,
}

/** Of a member of something its own name and type: what it belongs to stands before it in the text. */
function signatureOf(parts: readonly ts.SymbolDisplayPart[] = []): string {
  const member = parts.findIndex(({ kind }) => kind === 'propertyName' || kind === 'methodName')
  return ts.displayPartsToString(parts.slice(Math.max(member, 0)))
}

function docsOf(
  documentation: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): string {
  const told = (tags ?? []).map(({ name, text }) =>
    `@${name} ${ts.displayPartsToString(text?.slice())}`.trim(),
  )
  return [ts.displayPartsToString(documentation?.slice()), ...told].filter(Boolean).join('\n')
}

function kindOf(kind: ts.ScriptElementKind): Suggestion['kind'] {
  switch (kind) {
    case ts.ScriptElementKind.classElement:
      return 'class'
    case ts.ScriptElementKind.constElement:
      return 'constant'
    case ts.ScriptElementKind.functionElement:
    case ts.ScriptElementKind.localFunctionElement:
      return 'function'
    case ts.ScriptElementKind.interfaceElement:
      return 'interface'
    case ts.ScriptElementKind.keyword:
      return 'keyword'
    case ts.ScriptElementKind.memberFunctionElement:
    case ts.ScriptElementKind.constructSignatureElement:
    case ts.ScriptElementKind.callSignatureElement:
      return 'method'
    case ts.ScriptElementKind.memberVariableElement:
    case ts.ScriptElementKind.memberGetAccessorElement:
    case ts.ScriptElementKind.memberSetAccessorElement:
      return 'property'
    case ts.ScriptElementKind.typeElement:
    case ts.ScriptElementKind.typeParameterElement:
      return 'type'
    default:
      return 'variable'
  }
}
