import type { LanguageReply, LanguageRequest } from './language.ts'
import { LanguageService } from './language-service.ts'

/** The thread that knows TypeScript: it answers one question after another. */
const service = new LanguageService()

self.onmessage = ({ data: { id, question } }: MessageEvent<LanguageRequest>) => {
  self.postMessage(replyTo(id, question))
}

function replyTo(id: number, question: LanguageRequest['question']): LanguageReply {
  try {
    return { id, answer: service.answer(question) }
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) }
  }
}
