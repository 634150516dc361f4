/** A file that is left out as a whole, with the reason in plain words; the import goes on with the next one. */
export class RefusedFile extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'RefusedFile'
  }
}
