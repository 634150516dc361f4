/** The candidates closest to `word` in spelling, closest first; none that shares too little with it. */
export function nearest(word: string, candidates: readonly string[], count: number): readonly string[] {
  const wanted = word.toLowerCase()
  return candidates
    .map((candidate) => ({ candidate, steps: editSteps(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, steps }) => steps <= Math.max(2, Math.ceil(candidate.length / 2)))
    .sort((one, other) => one.steps - other.steps || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** How many letters must be added, removed, replaced or swapped with their neighbour to get from one word to another. */
function editSteps(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let steps = Math.min(entry(last, j) + 1, entry(row, j - 1) + 1, entry(last, j - 1) + (same ? 0 : 1))
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped && i > 1 && j > 1) steps = Math.min(steps, entry(beforeLast, j - 2) + 1)
      row.push(steps)
    }
    beforeLast = last
    last = row
  }
  return entry(last, other.length)
}

function entry(row: readonly number[], index: number): number {
  return row[index] as number
}
