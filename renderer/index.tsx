import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { beginConnecting } from './engine/lifecycle.ts'
import { followRun } from './trading/run-feed.ts'
import './styles.css'

beginConnecting()
followRun()

/** Canvases do not draw anew when a font arrives, so the first paint waits for it, however long that takes. */
async function start(root: HTMLElement): Promise<void> {
  await document.fonts.load('500 12px "Inter Variable"')
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
