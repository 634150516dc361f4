import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataFolder, type Machine, planStart } from './start-plan.ts'

const desktop: Machine = { platform: 'linux', env: { DISPLAY: ':0' }, home: '/home/ann', isRoot: false }

describe('how npm start shows the demo', () => {
  test('on a desktop in a window, with the arguments passed on and nothing to say', () => {
    expect(planStart(desktop, ['--inspect'])).toEqual({
      show: 'window',
      electronArgs: ['--inspect'],
      notices: [],
    })
    expect(planStart({ ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } }, []).show).toBe('window')
  })

  test('as root without the sandbox, and says so', () => {
    const plan = planStart({ ...desktop, isRoot: true }, ['--inspect'])
    expect(plan).toMatchObject({ show: 'window', electronArgs: ['--no-sandbox', '--inspect'] })
    expect(plan.notices.join(' ')).toContain('root')
  })

  test.each([{}, { DISPLAY: '', WAYLAND_DISPLAY: '' }])(
    'on the terminal where there is no display, and says so',
    (env) => {
      const plan = planStart({ ...desktop, env, isRoot: true }, [])
      expect(plan.show).toBe('terminal')
      expect(plan.notices.join(' ')).toContain('No display')
    },
  )

  test.each(['darwin', 'win32'] as const)('on %s always in a window', (platform) => {
    expect(planStart({ ...desktop, platform, env: {}, isRoot: true }, [])).toEqual({
      show: 'window',
      electronArgs: [],
      notices: [],
    })
  })
})

test('the demo lies in the data folder of the platform', () => {
  expect(dataFolder(desktop)).toBe(join('/home/ann', '.local', 'share', 'tapedeck'))
  expect(dataFolder({ ...desktop, env: { XDG_DATA_HOME: '/data' } })).toBe(join('/data', 'tapedeck'))
  expect(dataFolder({ ...desktop, platform: 'darwin' })).toBe(
    join('/home/ann', 'Library', 'Application Support', 'tapedeck'),
  )
  expect(dataFolder({ ...desktop, platform: 'win32', env: { APPDATA: '/roaming' } })).toBe(
    join('/roaming', 'tapedeck'),
  )
})
