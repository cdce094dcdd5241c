import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blankPasswords, hidePasswords } from './hide-passwords.ts'

describe('hidePasswords', () => {
  test.each([
    ['<password>secret</password>', '<password>•••</password>'],
    ['<a:Password x="1">secret</a:Password >', '<a:Password x="1">•••</a:Password >'],
    ['<password><![CDATA[secret]]></password>', '<password>•••</password>'],
    ['<password x=">">secret</password>', '<password x=">•••</password>'],
    ['<password x="&amp;">secret</password>', '<password x="&amp;">•••</password>'],
    ['&lt;password&gt;secret&lt;/password&gt;', '&lt;password&gt;•••&lt;/password&gt;'],
    ['<password>secret', '<password>•••'],
    ['<password/><b>c</b>', '<password/><b>c</b>'],
    ['<password /><b>c</b>', '<password /><b>c</b>'],
    ['<password></password>', '<password></password>'],
    ['<passwords>x</passwords>', '<passwords>x</passwords>'],
    [
      '<password>one</password><password>two</password>',
      '<password>•••</password><password>•••</password>',
    ],
  ])('%s', (text, shown) => {
    expect(hidePasswords(text)).toBe(shown)
  })

  test('leaves nothing of what stands between the tags, and places stay when it is blanked', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }),
        fc.string(),
        (before, secret, after) => {
          const text = `${before}<password>§${secret}§</password>${after}`
          expect(hidePasswords(text)).not.toContain(`§${secret}§`)
          expect(blankPasswords(text)).toHaveLength(text.length)
        },
      ),
    )
  })

  test('takes linear time for beginnings without an end', () => {
    const text = '<password>'.repeat(200_000)
    expect(hidePasswords(text)).toBe('<password>•••')
  })
})
