const calm = [0xd8, 0xb0, 0x4a] as const
const bright = [0xff, 0xd8, 0x66] as const

/**
 * The sign of the program, a ring around a disk, `size` pixels wide: rows of blue, green, red and alpha, as Electron
 * takes a bitmap. It is brighter while a plan runs.
 */
export function drawSign(size: number, works: boolean): Buffer {
  const pixels = Buffer.alloc(size * size * 4)
  const [red, green, blue] = works ? bright : calm
  const middle = (size - 1) / 2
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const far = Math.hypot(x - middle, y - middle) / (size / 2)
      const alpha = Math.max(edge(far, 0, 0.42), edge(far, 0.66, 0.92))
      const at = (y * size + x) * 4
      // Electron takes colours multiplied with their alpha.
      pixels.set([blue * alpha, green * alpha, red * alpha, 255 * alpha].map(Math.round), at)
    }
  return pixels
}

/** How much of a pixel at `far` from the middle lies between two circles, its edges softened. */
function edge(far: number, from: number, to: number): number {
  const soft = 0.08
  const inner = from === 0 ? 1 : (far - from) / soft + 0.5
  const outer = (to - far) / soft + 0.5
  return Math.max(0, Math.min(1, inner, outer))
}
