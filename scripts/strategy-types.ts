import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './setup/project.ts'
import { authorTypesFile } from './strategy-types/author-types.ts'

writeFileSync(join(projectRoot, 'shared/strategy/author-types.ts'), authorTypesFile(projectRoot))
