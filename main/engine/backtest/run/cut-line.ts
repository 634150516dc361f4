const longest = 1000

/** A line of a log in at most 1000 characters, the last of them … where there were more. */
export function cutLine(text: string): string {
  if (text.length <= longest) return text
  // A copy: a slice would keep all of the text in memory.
  const kept = Buffer.from(text.slice(0, longest - 1), 'utf16le').toString('utf16le')
  return `${kept}…`
}
