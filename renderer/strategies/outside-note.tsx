import { TriangleAlert } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import type { StrategyDocument } from './documents.ts'
import { saveOver, takeOutside } from './edit-strategy.ts'

/** Says that the file is not what it was while something is typed here, and offers both texts. */
export function OutsideNote({ document: { outside } }: { document: StrategyDocument }) {
  if (!outside) return null
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center gap-3 border-line border-b bg-warn/10 px-4 py-2 text-sm"
    >
      <TriangleAlert className="size-4 shrink-0 text-warn" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        {outside.kind === 'gone'
          ? 'The file is not there any more. The text is here still.'
          : 'Another program changed this file, and your text is not saved. Keep yours and the other stays among the versions; to take the file’s can be undone with Ctrl+Z.'}
      </p>
      {outside.kind === 'changed' && <Button onClick={takeOutside}>Take the file’s text</Button>}
      <Button onClick={() => void saveOver()}>
        {outside.kind === 'gone' ? 'Save it again' : 'Keep mine'}
      </Button>
    </div>
  )
}
