import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { dismissToast, type Toast, useToasts } from '../stores/toasts.ts'
import { IconButton } from './button.tsx'

const signs = {
  info: { Icon: Info, color: 'text-recorded', name: 'Note', durationMs: 5_000 },
  warning: { Icon: TriangleAlert, color: 'text-warn', name: 'Warning', durationMs: 12_000 },
  error: { Icon: CircleAlert, color: 'text-down', name: 'Error', durationMs: 20_000 },
} as const

/** Messages that come and go in the corner. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <Radix.Provider swipeDirection="right" label="Message">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport className="fixed right-2 bottom-9 z-50 flex w-[17.5rem] flex-col gap-2 outline-none" />
    </Radix.Provider>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const { Icon, color, name, durationMs } = signs[toast.severity]
  return (
    <Radix.Root
      type={toast.severity === 'error' ? 'foreground' : 'background'}
      duration={durationMs}
      onOpenChange={(open) => !open && dismissToast(toast.id)}
      className="flex animate-appear items-start gap-3 rounded-lg border border-edge bg-raised py-2 pr-2 pl-3 shadow-black/50 shadow-xl"
    >
      <Icon className={`mt-1.5 size-4 shrink-0 ${color}`} aria-label={name} />
      <Radix.Description className="text-selectable min-w-0 flex-1 py-1 text-ink text-sm [overflow-wrap:anywhere]">
        {toast.message}
      </Radix.Description>
      <Radix.Close asChild>
        <IconButton label="Dismiss" side="left" className="size-7">
          <X className="size-3.5" />
        </IconButton>
      </Radix.Close>
    </Radix.Root>
  )
}
