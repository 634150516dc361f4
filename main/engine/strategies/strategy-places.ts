import { createHash } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'

/** Where everything about strategies lies: a folder beside the settings, the parts that are no strategies hidden in it. */
export class StrategyPlaces {
  /** Files in it are strategies. */
  readonly folder: string
  readonly opened: string
  readonly bin: string

  constructor(settingsPath: string) {
    this.folder = join(dirname(resolve(settingsPath)), 'strategies')
    this.opened = join(this.folder, '.opened.json')
    this.bin = join(this.folder, '.removed')
  }

  isInside(file: string): boolean {
    return dirname(file) === this.folder
  }

  /** Folder of the versions of a file. */
  versionsOf(file: string): string {
    const versions = join(this.folder, '.versions')
    if (this.isInside(file)) return join(versions, 'here', basename(file))
    const place = createHash('sha256').update(file).digest('hex').slice(0, 12)
    return join(versions, 'elsewhere', `${place}-${basename(file)}`)
  }
}
