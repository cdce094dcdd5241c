import { describe, expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'

const specs = {
  key: { value: 'FILE', help: '' },
  cert: { value: 'FILE', many: true, help: '' },
  force: { help: '' },
}

const read = (...words: string[]) => readCommandLine(words, specs, [1, 2])

describe('a command line', () => {
  test('has options before, between and after the words', () => {
    const given = read('--force', 'a', '--key=k=1', '--cert', 'x', 'b', '--cert', '-')
    expect(given.positionals).toEqual(['a', 'b'])
    expect(given.flag('force')).toBe(true)
    expect(given.text('key')).toBe('k=1')
    expect(given.all('cert')).toEqual(['x', '-'])
  })

  test('takes everything behind -- as words, and - as a word', () => {
    expect(read('-', '--', '--force').positionals).toEqual(['-', '--force'])
  })

  test.each([
    [['a', '--kye', 'x'], 'unknown option --kye'],
    [['a', '-k'], 'unknown option -k'],
    [['a', '--constructor'], 'unknown option --constructor'],
    [['a', '--key'], '--key needs a value: FILE'],
    [['a', '--key', '--force'], '--key needs a value: FILE'],
    [['a', '--key', 'x', '--key', 'y'], '--key is given twice'],
    [['a', '--force', '--force'], '--force is given twice'],
    [['a', '--force=yes'], '--force takes no value'],
    [[], 'a word is missing after the command'],
    [['a', 'b', 'c'], 'unexpected word "c"'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => read(...words)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })

  test('says what an option may be, and which word was perhaps meant', () => {
    const given = read('a', '--key', 'exk')
    expect(() => given.oneOf('key', ['exc', 'inc'])).toThrow(
      expect.objectContaining({
        message: '--key exk: one of exc, inc',
        mistyped: { word: 'exk', known: ['exc', 'inc'], prefix: '' },
      }),
    )
    expect(() => given.requiredAll({ cert: 'a', key: 'b', force: 'c' })).toThrow(
      '--cert is missing: a; --force is missing: c',
    )
    expect(() => given.required('force', 'say so')).toThrow('--force is missing: say so')
  })
})
