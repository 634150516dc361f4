// Loaded before anything else in every process and thread of the unit and integration tests. An older Electron for
// end-to-end tests has a SQLite addon built for it (see setup/sqlite-addon.ts), which better-sqlite3 finds first;
// those tests here run on Node and are to run what ships.
const { existsSync } = require('node:fs')

const built = /[\\/]build[\\/]Release[\\/]better_sqlite3\.node$/
const { dlopen } = process

process.dlopen = (module, file, ...flags) => {
  const shipped = file.replace(built, `/prebuilds/${process.platform}-${process.arch}.node`)
  return dlopen.call(process, module, existsSync(shipped) ? shipped : file, ...flags)
}
