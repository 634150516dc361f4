import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Says why there is nothing here, and what to do. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center">
      <div className="flex size-12 items-center justify-center rounded-full border border-line bg-panel">
        <Icon className="size-5 text-muted" aria-hidden="true" />
      </div>
      <div className="max-w-md">
        <h2 className="font-semibold text-base text-ink">{title}</h2>
        {children && <div className="mt-1 text-balance text-muted text-sm">{children}</div>}
      </div>
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
