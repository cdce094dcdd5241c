import { writeFileSync } from 'node:fs'
import { DatabaseError } from '@arna/database'
import { describe, expect, test } from 'vitest'
import { explain, Obstacle } from './obstacle.ts'

const systemError = (code: string): Error => Object.assign(new Error(`${code}: …`), { code })

describe('explain', () => {
  test.each([new Obstacle('one sentence'), new DatabaseError('port-taken', 'one sentence')])(
    'tells an obstacle without a stack',
    (error) => {
      expect(explain(error, '/home')).toBe('one sentence')
    },
  )

  test('names a full disk', () => {
    expect(explain(systemError('ENOSPC'), '/srv/arna')).toBe(
      'The disk that holds /srv/arna is full: free some space, or choose another place with ARNA_HOME.',
    )
  })

  test('names a folder that cannot be written', () => {
    let error: unknown
    try {
      writeFileSync('/', '')
    } catch (caught) {
      error = caught
    }
    expect(explain(error, '/srv/arna')).toMatch(
      /^The folder \/srv\/arna cannot be written \(EISDIR/,
    )
  })

  test('hides nothing of a mistake of ours', () => {
    expect(explain(new TypeError('oops'), '/')).toContain('obstacle.test.ts')
  })
})
