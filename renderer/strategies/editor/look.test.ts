import { expect, test } from 'vitest'
import styles from '../../styles.css?raw'
import { inkOf } from './look.ts'

/** WCAG 2.2, text of this size. */
const textContrast = 4.5
const tokens = new Map(
  [...styles.matchAll(/--(color-[a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [
    name,
    hex,
  ]),
)

test('every colour of a text can be read on the ground of the editor, of its lines, tips and changes', () => {
  const grounds = [
    tokens.get('color-canvas'),
    tokens.get('color-raised'),
    tokens.get('color-panel'),
    // Lines that came and went, and what in them did, lie on the canvas.
    mixed('color-up', 0.12),
    mixed('color-down', 0.12),
  ]
  for (const [name, token] of Object.entries(inkOf)) {
    // The numbers of lines stand on the canvas alone.
    const under = name === 'lineNumber' ? grounds.slice(0, 1) : grounds
    for (const ground of under)
      expect(contrast(tokens.get(token) ?? '', ground ?? ''), `${name} on ${ground}`).toBeGreaterThanOrEqual(
        textContrast,
      )
  }
})

/** A colour of that share over the canvas. */
function mixed(token: string, share: number): string {
  const [over, under] = [channels(tokens.get(token) ?? ''), channels(tokens.get('color-canvas') ?? '')]
  const parts = over.map((value, index) => Math.round(share * value + (1 - share) * (under[index] ?? 0)))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(hex: string): readonly number[] {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`"${hex}" is no colour`)
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}
