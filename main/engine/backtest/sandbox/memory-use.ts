import type { Worker } from 'node:worker_threads'

/**
 * Looks at how many bytes a thread uses, objects and typed arrays together, and tells them when it knows. Where
 * Node cannot say it of a thread (before 22.16) it is what the process has grown by since this was made.
 */
export function memoryProbe(worker: Worker): (tell: (bytes: number) => void) => void {
  if (typeof worker.getHeapStatistics !== 'function') {
    const before = process.memoryUsage.rss()
    return (tell) => tell(process.memoryUsage.rss() - before)
  }
  let asking = false
  return (tell) => {
    if (asking) return
    asking = true
    worker.getHeapStatistics().then(
      ({ used_heap_size, external_memory }) => {
        asking = false
        tell(used_heap_size + external_memory)
      },
      () => {
        // It has ended; whoever waits for it hears so otherwise.
      },
    )
  }
}
