/** A hidden window draws no frames; the engine must not wait for one. */
const hiddenMs = 250

/** Runs once after what was changed until now has been drawn, or after a quarter second where nothing is drawn. */
export function afterDrawing(run: () => void): void {
  let done = false
  const finish = (): void => {
    if (done) return
    done = true
    clearTimeout(timer)
    cancelAnimationFrame(request)
    run()
  }
  const timer = setTimeout(finish, hiddenMs)
  const request = requestAnimationFrame(finish)
}
