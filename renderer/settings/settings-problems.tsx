import { CircleAlert } from 'lucide-react'

/** What is wrong with the settings file. */
export function SettingsProblems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-down/40 bg-down/10 px-4 py-3 text-sm">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
      <div className="text-selectable min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">The settings file has problems</p>
        <ul className="mt-0.5 text-muted">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
