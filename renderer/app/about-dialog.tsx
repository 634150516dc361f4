import { useEffect, useState } from 'react'
import { desktop } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { closeOverlay, useView } from '../stores/view.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Mark } from './mark.tsx'

/** What this is, its version, and whose work it stands on. */
export function AboutDialog() {
  const open = useView((state) => state.overlay === 'about')
  return (
    <Dialog title="About Tapedeck" open={open} onClose={closeOverlay}>
      <About />
    </Dialog>
  )
}

function About() {
  const [versions, setVersions] = useState<string>()
  useEffect(() => {
    void attempt(async () => {
      const { version, electron, platform } = await desktop().call('app.info', undefined)
      setVersions(`Version ${version} · Electron ${electron} · ${platform}`)
    })
  }, [])
  return (
    <div className="text-selectable flex flex-col gap-4 text-sm">
      <div className="flex items-center gap-3">
        <Mark className="size-9" />
        <div>
          <p className="font-semibold text-base">Tapedeck</p>
          <p className="h-[1.125rem] text-muted">{versions}</p>
        </div>
      </div>
      <p className="text-muted">
        Replays trading sessions on minute bars: every missing minute is shown, every repaired minute is
        marked. MIT licence.
      </p>
      <section>
        <h3 className="panel-title mb-1">Licences</h3>
        <p className="text-muted">
          Charts by TradingView Lightweight Charts™, Copyright © TradingView, Inc.{' '}
          <a
            className="text-ink underline decoration-edge underline-offset-2 hover:decoration-ink"
            href="https://www.tradingview.com/"
            target="_blank"
            rel="noreferrer"
          >
            https://www.tradingview.com/
          </a>{' '}
          Licensed under the Apache License, Version 2.0.
        </p>
        <p className="mt-2 text-muted">
          Inter, Copyright The Inter Project Authors, SIL Open Font License 1.1. Icons by Lucide, ISC licence.
          React, Radix, cmdk, zustand, zod, Tailwind CSS, better-sqlite3, Electron: MIT licence.
        </p>
      </section>
    </div>
  )
}
