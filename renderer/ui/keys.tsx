/** The keys of a shortcut, e.g. "Ctrl+K", each as a cap. */
export function Keys({ keys }: { keys: string }) {
  // A plus at the end is the key itself.
  const caps = keys === '+' ? ['+'] : keys.split('+')
  return (
    <span className="inline-flex items-center gap-1">
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="min-w-5 rounded-sm border border-edge bg-panel px-1 text-center font-medium font-sans text-2xs text-muted leading-4"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}
