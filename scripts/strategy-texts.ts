import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './setup/project.ts'
import { builtInTextsFile, builtInTextsPath } from './strategy-texts/built-in-texts.ts'

writeFileSync(join(projectRoot, builtInTextsPath), builtInTextsFile(projectRoot))
