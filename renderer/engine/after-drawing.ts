/** A hidden window draws no frames; the engine must not wait for one. */
const hiddenMs = 250

/**
 * Runs once after what was changed until now has been drawn, or after a quarter second where nothing is drawn.
 * `startedAt` is when the browser began the frame, for measuring; undefined without a frame.
 */
export function afterDrawing(run: (startedAt: number | undefined) => void): void {
  let done = false
  const finish = (startedAt: number | undefined): void => {
    if (done) return
    done = true
    clearTimeout(timer)
    cancelAnimationFrame(request)
    run(startedAt)
  }
  const timer = setTimeout(() => finish(undefined), hiddenMs)
  const request = requestAnimationFrame((startedAt) => finish(startedAt))
}
