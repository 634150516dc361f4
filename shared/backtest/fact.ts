/** Something that is said of a run, e.g. the version of its calendar. */
export interface Fact {
  readonly name: string
  readonly text: string
}
