import type { LanguageAnswers, LanguageReply, LanguageRequest, Question } from './language.ts'

/** What answers questions: the thread, or what stands for it in a test. */
export interface LanguageThread {
  ask(request: LanguageRequest): void
  /** `onReply` hears answers, `onEnd` that there will be none any more. */
  listen(onReply: (reply: LanguageReply) => void, onEnd: () => void): void
  end(): void
}

/** More questions do not wait: a text that was typed on asks anew. */
const mostWaiting = 50
/** The first question waits for the compiler to be read. */
const patienceMs = 30_000
/** An editor without suggestions is an editor still: a thread that ends again and again is left. */
const mostStarts = 5

interface Waiting {
  readonly resolve: (answer: LanguageAnswers[keyof LanguageAnswers]) => void
  readonly cancelTimeout: () => void
}

/** Asks the thread that knows TypeScript. Nothing is thrown: without an answer there is undefined. */
export class LanguageClient {
  readonly #start: () => LanguageThread
  readonly #after: (ms: number, run: () => void) => () => void
  readonly #waiting = new Map<number, Waiting>()
  #thread: LanguageThread | undefined
  #starts = 0
  #nextId = 1

  constructor(start: () => LanguageThread, after: (ms: number, run: () => void) => () => void) {
    this.#start = start
    this.#after = after
  }

  async ask<A extends keyof LanguageAnswers>(
    question: Question & { readonly ask: A },
  ): Promise<LanguageAnswers[A] | undefined> {
    const thread = this.#started()
    if (!thread || this.#waiting.size >= mostWaiting) return undefined
    const id = this.#nextId++
    const answer = new Promise<LanguageAnswers[keyof LanguageAnswers]>((resolve) => {
      // One that takes so long does not come to an end: another thread answers the next question.
      const cancelTimeout = this.#after(patienceMs, () => this.#ended(thread))
      this.#waiting.set(id, { resolve, cancelTimeout })
    })
    thread.ask({ id, question })
    return (await answer) as LanguageAnswers[A] | undefined
  }

  close(): void {
    if (this.#thread) this.#ended(this.#thread)
    this.#starts = mostStarts
  }

  #started(): LanguageThread | undefined {
    if (this.#thread || this.#starts >= mostStarts) return this.#thread
    this.#starts++
    const thread = this.#start()
    this.#thread = thread
    thread.listen(
      (reply) => this.#take(reply),
      () => this.#ended(thread),
    )
    return thread
  }

  #take(reply: LanguageReply): void {
    const waiting = this.#waiting.get(reply.id)
    if (!waiting) return
    this.#waiting.delete(reply.id)
    waiting.cancelTimeout()
    waiting.resolve('answer' in reply ? reply.answer : undefined)
  }

  #ended(thread: LanguageThread): void {
    if (thread !== this.#thread) return
    this.#thread = undefined
    thread.end()
    for (const { resolve, cancelTimeout } of this.#waiting.values()) {
      cancelTimeout()
      resolve(undefined)
    }
    this.#waiting.clear()
  }
}
