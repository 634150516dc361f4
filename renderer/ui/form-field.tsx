import { type ReactNode, useId } from 'react'

/** A named field with what it means, or what is wrong with it, under it; the control gets what ties it to both. */
export function FormField({
  name,
  hint,
  problem,
  children,
}: {
  name: string
  hint?: string | undefined
  problem?: string | undefined
  children: (tied: {
    readonly id: string
    readonly 'aria-describedby': string
    readonly 'aria-invalid': boolean
  }) => ReactNode
}) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        {name}
      </label>
      {children({ id, 'aria-describedby': note, 'aria-invalid': problem !== undefined })}
      {problem === undefined ? (
        hint && (
          <span id={note} className="text-faint text-xs">
            {hint}
          </span>
        )
      ) : (
        <span id={note} role="alert" className="text-down text-xs [overflow-wrap:anywhere]">
          {problem}
        </span>
      )}
    </div>
  )
}
