// Loads the app named on the command line, as the default app of the official Electron does: Electron becomes
// ready only after the app's own code has been loaded, so that it can register schemes before.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const require = createRequire(import.meta.url)

let appPath
const words = process.argv.slice(1)
for (let i = 0; i < words.length; i++) {
  const word = words[i]
  if (word === '-r' || word === '--require') require(resolve(words[++i]))
  else if (word === '--version' || word === '-v') {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  } else if (!word.startsWith('-')) {
    appPath = resolve(word)
    break
  }
}
if (!appPath) {
  process.stderr.write('usage: electron [options] PATH\n')
  process.exit(2)
}

let entry = appPath
if (statSync(appPath).isDirectory()) {
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'))
  app.setName(manifest.productName ?? manifest.name)
  app.setVersion?.(manifest.version)
  app.setAppPath(appPath)
  entry = join(appPath, manifest.main ?? 'index.js')
}
if (!existsSync(entry)) {
  process.stderr.write(`no app at ${entry}\n`)
  process.exit(1)
}
try {
  await import(pathToFileURL(entry).href)
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`)
  process.exit(1)
}
