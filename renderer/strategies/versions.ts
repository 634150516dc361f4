import { engine } from '../engine/link.ts'
import { useStrategies } from '../stores/strategies.ts'
import { attempt } from '../stores/toasts.ts'

/** Shows the versions of the open strategy beside it. */
export async function showVersions(): Promise<void> {
  useStrategies.setState({ panel: { kind: 'versions', versions: undefined, compared: undefined } })
  await loadVersions()
}

export function hideVersions(): void {
  useStrategies.setState({ panel: { kind: 'none' } })
}

/** Asks for the versions anew. */
export async function loadVersions(): Promise<void> {
  const { open } = useStrategies.getState()
  if (open === undefined) return
  const versions = await attempt(async () => engine().call('strategies.versions', { id: open }))
  useStrategies.setState(({ panel, open: now }) =>
    versions && panel.kind === 'versions' && now === open ? { panel: { ...panel, versions } } : {},
  )
}

/** Shows how the text differs from one of its versions; the text alone again without one. */
export async function compareWith(version: string | undefined): Promise<void> {
  const { open } = useStrategies.getState()
  if (open === undefined) return
  const read =
    version === undefined
      ? undefined
      : await attempt(async () => engine().call('strategies.version', { id: open, version }))
  if (version !== undefined && !read) return
  useStrategies.setState(({ panel, open: now }) =>
    panel.kind === 'versions' && now === open
      ? {
          panel: {
            ...panel,
            compared:
              version !== undefined && read
                ? { version, text: read.text.replace(/\r\n?/g, '\n') }
                : undefined,
          },
        }
      : {},
  )
}
