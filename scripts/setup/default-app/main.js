// Loads the app named on the command line, as the default app of the official Electron does.
const { app } = require('electron')
const { existsSync, readFileSync, statSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')

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
import(pathToFileURL(entry).href).catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`)
  process.exit(1)
})
