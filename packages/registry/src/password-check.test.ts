import { beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from './password.ts'
import { PasswordCheck, PasswordCheckBusy, passwordIsRight } from './password-check.ts'
import { testSource } from './test-setup/registry-source.ts'
import type { InformationSystem } from './words.ts'

let hash: string
beforeAll(async () => {
  hash = await hashPassword('right')
})

const outcomes = async (work: Promise<boolean>[]): Promise<unknown[]> =>
  (await Promise.allSettled(work)).map((one) =>
    one.status === 'fulfilled' ? one.value : Object.getPrototypeOf(one.reason).constructor,
  )

describe('a password check', () => {
  test('tells right from wrong, the first time and after it', async () => {
    const check = new PasswordCheck()
    for (const _ of [1, 2]) {
      expect(await check.check('right', hash)).toBe(true)
      expect(await check.check('wrong', hash)).toBe(false)
    }
  })

  test('costs microseconds once the pair is known', async () => {
    const check = new PasswordCheck()
    await check.check('right', hash)
    const times = 2000
    const start = performance.now()
    for (let time = 0; time < times; time++) await check.check('right', hash)
    const each = (performance.now() - start) / times
    expect(each).toBeLessThan(1) // milliseconds; scrypt takes about eighty of them
  })

  test('answers at once to what is too long to be a password', async () => {
    const check = new PasswordCheck({ maxRunning: 0, maxWaiting: 0 })
    expect(await check.check('x'.repeat(10_000_000), hash)).toBe(false)
  })

  test('forgets after its time', async () => {
    let nowMs = 0
    const check = new PasswordCheck({ rememberSeconds: 10, nowMs: () => nowMs, maxPerPassword: 1 })
    await check.check('right', hash)
    nowMs = 9_999
    expect(await outcomes([check.check('other', hash), check.check('right', hash)])).toEqual([
      false,
      true,
    ])
    nowMs = 10_000
    const both = [check.check('another', hash), check.check('right', hash)]
    expect(await outcomes(both)).toEqual([false, PasswordCheckBusy])
  })

  test('a changed stored password makes the old one wrong at once', async () => {
    const check = new PasswordCheck()
    await check.check('right', hash)
    expect(await check.check('right', await hashPassword('new'))).toBe(false)
  })

  test('asks once for the same pair at the same time', async () => {
    const check = new PasswordCheck({ maxRunning: 1, maxWaiting: 0 })
    const many = Array.from({ length: 50 }, () => check.check('right', hash))
    expect(new Set(await outcomes(many))).toEqual(new Set([true]))
  })

  test('many wrong passwords at once are turned away and leave room for another sender', async () => {
    const check = new PasswordCheck({ maxRunning: 2, maxPerPassword: 2, maxWaiting: 4 })
    const quietHash = await hashPassword('quiet')
    const noise = Array.from({ length: 20 }, (_, index) => check.check(`wrong ${index}`, hash))
    const quiet = check.check('quiet', quietHash)
    const answers = await outcomes(noise)
    expect(answers.filter((answer) => answer === false)).toHaveLength(2)
    expect(answers.filter((answer) => answer === PasswordCheckBusy)).toHaveLength(18)
    expect(await quiet).toBe(true)
    expect(await check.check('right', hash)).toBe(true)
  })

  test('the line of those who wait is bounded over all senders', async () => {
    const check = new PasswordCheck({ maxRunning: 1, maxWaiting: 1 })
    const hashes = await Promise.all(['a', 'b', 'c'].map((password) => hashPassword(password)))
    const answers = await outcomes(
      hashes.map((one, index) => check.check(['a', 'b', 'c'][index]!, one)),
    )
    expect(answers).toEqual([true, true, PasswordCheckBusy])
  })

  test('remembers a bounded number of pairs, and wrong ones never push out right ones', async () => {
    const check = new PasswordCheck({ maxRemembered: 1, maxPerPassword: 1, maxWaiting: 0 })
    await check.check('right', hash)
    await check.check('wrong 1', hash)
    await check.check('wrong 2', hash)
    const known = [
      check.check('unknown', hash),
      check.check('right', hash),
      check.check('wrong 1', hash),
    ]
    expect(await outcomes(known)).toEqual([false, true, PasswordCheckBusy])
  })

  test('a malformed stored password is an error, and does not block the next check', async () => {
    const check = new PasswordCheck({ maxRunning: 1, maxWaiting: 0 })
    await expect(check.check('right', 'nonsense')).rejects.toThrow(TypeError)
    expect(await check.check('right', hash)).toBe(true)
  })
})

describe('the password of a system', () => {
  const at = (text: string): Date => new Date(text)
  const until = at('2026-12-01T00:00:00Z')
  let system: InformationSystem

  beforeAll(async () => {
    const [first] = (await testSource()).systems
    const previousPassword = { hash, until }
    system = { ...first!, passwordHash: await hashPassword('new'), previousPassword }
  })

  test('may be the one before the rotation until the stated time, and not any later', async () => {
    const check = new PasswordCheck()
    const before = at('2026-11-30T23:59:59.999Z')
    expect(await passwordIsRight(check, system, 'new', before)).toBe(true)
    expect(await passwordIsRight(check, system, 'right', before)).toBe(true)
    expect(await passwordIsRight(check, system, 'neither', before)).toBe(false)
    expect(await passwordIsRight(check, system, 'new', until)).toBe(true)
    expect(await passwordIsRight(check, system, 'right', until)).toBe(false)
  })

  test('is one check for both, so two valid ones cost no second place in the line', async () => {
    const check = new PasswordCheck({ maxRunning: 1, maxWaiting: 0, maxPerPassword: 1 })
    const both = ['new', 'right'].map((one) =>
      passwordIsRight(check, system, one, at('2026-11-01')),
    )
    expect(await outcomes(both)).toEqual([true, PasswordCheckBusy])
    expect(await passwordIsRight(check, system, 'right', at('2026-11-01'))).toBe(true)
  })

  test('is never right where none was set', async () => {
    const { passwordHash: _, previousPassword: __, ...without } = system
    expect(await passwordIsRight(new PasswordCheck(), without, '', until)).toBe(false)
  })
})
