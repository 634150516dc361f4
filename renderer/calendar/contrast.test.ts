import { expect, test } from 'vitest'
import styles from '../styles.css?raw'
import { type Measure, measures } from './measures.ts'
import { patternLine, shadeOf } from './shading.ts'

type Color = readonly [red: number, green: number, blue: number]

/** WCAG 2.2: text against its ground, and what is no text but has to be seen. */
const textContrast = 4.5
const signContrast = 3

const tokens = new Map(
  [...styles.matchAll(/--color-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
)
/** Tenths of a percent, as shares are told. */
const shares = Array.from({ length: 1001 }, (_, tenths) => tenths / 10)

test('the number of a day can be read on every colour of every measure', () => {
  for (const measure of measures)
    for (const share of shares) {
      const { ground, ink } = shadeOf(measure, share)
      expectContrast(measure, share, colorOf(ink), colorOf(ground), textContrast)
    }
})

test('and on the lines of a pattern, where it has one', () => {
  for (const measure of measures)
    for (const share of shares) {
      const { ground, ink, pattern } = shadeOf(measure, share)
      if (!pattern) continue
      const once = over(patternLine, colorOf(ground))
      // Crossed lines lie on each other.
      const line = pattern === 'crossed' ? over(patternLine, once) : once
      expectContrast(measure, share, colorOf(ink), line, textContrast)
    }
})

test('a day that has a colour is seen on the ground of the calendar', () => {
  for (const measure of measures)
    for (const share of shares) {
      if (measure === 'filled' && share <= 1) continue
      const ground = colorOf(shadeOf(measure, share).ground)
      expectContrast(measure, share, ground, token('canvas'), signContrast)
    }
})

test('days without a colour can be read: bars missing, to come, holidays, no session', () => {
  const pairs = [
    ['muted', 'raised'],
    ['muted', 'canvas'],
    ['faint', 'panel'],
    ['faint', 'canvas'],
  ] as const
  for (const [ink, ground] of pairs)
    expect(contrast(token(ink), token(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(textContrast)
})

test('the contrast of the definition', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5)
  expect(contrast(parseHex('#767676'), [255, 255, 255])).toBeCloseTo(4.54, 2)
  expect(mixed(parseHex('#ff0000'), parseHex('#0000ff'), 1).map(Math.round)).toEqual([255, 0, 0])
  // What a browser makes of color-mix(in oklab, red 50%, blue).
  expect(mixed(parseHex('#ff0000'), parseHex('#0000ff'), 0.5).map(Math.round)).toEqual([140, 83, 162])
})

function expectContrast(measure: Measure, share: number, one: Color, other: Color, least: number): void {
  const found = contrast(one, other)
  if (found < least) expect.fail(`${measure} at ${share} %: contrast ${found.toFixed(2)} is below ${least}`)
}

/** The contrast of two colours, from 1 to 21. */
function contrast(one: Color, other: Color): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((first, second) => second - first)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

function luminance(color: Color): number {
  const [red, green, blue] = linearOf(color)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** A colour that lets some of its ground through, written as rgb(R G B / A%). */
function over(text: string, ground: Color): Color {
  const [red = 0, green = 0, blue = 0, percent = 0] = [...text.matchAll(/\d+/g)].map(Number)
  const [color, alpha] = [[red, green, blue] as const, percent / 100]
  const part = (index: 0 | 1 | 2): number => alpha * color[index] + (1 - alpha) * ground[index]
  return [part(0), part(1), part(2)]
}

/** A colour as the calendar writes it: a number, a token, or a mix of two. */
function colorOf(text: string): Color {
  const mix = /^color-mix\(in oklab, (.+) ([\d.]+)%, (.+)\)$/.exec(text)
  if (mix) return mixed(colorOf(mix[1] ?? ''), colorOf(mix[3] ?? ''), Number(mix[2]) / 100)
  const name = /^var\(--color-(.+)\)$/.exec(text)?.[1]
  return name === undefined ? parseHex(text) : token(name)
}

function token(name: string): Color {
  const hex = tokens.get(name)
  if (hex === undefined) throw new Error(`styles.css has no colour ${name}`)
  return parseHex(hex)
}

function parseHex(hex: string): Color {
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`${hex} is no colour`)
  return [part(1), part(3), part(5)]
}

function linearOf([red, green, blue]: Color): Color {
  const linear = (part: number): number =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
  return [linear(red), linear(green), linear(blue)]
}

/** `share` of one colour and the rest of the other, mixed in OKLab. */
function mixed(one: Color, other: Color, share: number): Color {
  const [a, b] = [labOf(one), labOf(other)]
  const part = (index: 0 | 1 | 2): number => share * a[index] + (1 - share) * b[index]
  return fromLab([part(0), part(1), part(2)])
}

function labOf(color: Color): Color {
  const [red, green, blue] = linearOf(color)
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function fromLab([lightness, a, b]: Color): Color {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const encoded = (linear: number): number => {
    const part = Math.max(0, Math.min(1, linear))
    return 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)
  }
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}
