import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.ts'

/**
 * Environment that tells tests where answer files and real bars lie: beside the checkout, where there are any.
 * Checks against them are skipped elsewhere.
 */
export function answersEnv(): { TAPEDECK_ANSWERS?: string } {
  const answers = join(projectRoot, '..', 'shared')
  return existsSync(join(answers, 'calendars')) ? { TAPEDECK_ANSWERS: answers } : {}
}
