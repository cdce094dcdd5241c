import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatName } from './distinguished-name.ts'
import { sameIssuer } from './same-issuer.ts'

const issuer = 'CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA),C=KZ'

describe('sameIssuer', () => {
  test.each([
    [issuer],
    ['C=KZ,CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)'],
    ['C=KZ, CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)'],
    ['cn = ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) ; c = KZ '],
    ['CN="ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)",C=KZ'],
    ['2.5.4.3=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA),OID.2.5.4.6=KZ'],
    ['CN=\\D2\\B0ЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ \\(RSA\\),C=KZ'],
    ['CN=ҰЛТТЫҚ\n    КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA),C=KZ'],
    [
      `CN=#0c${Buffer.from('ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)').length.toString(16)}${Buffer.from('ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)').toString('hex')},C=#13024b5a`,
    ],
  ])('takes %s for the same', (written) => {
    expect(sameIssuer(written, issuer)).toBe(true)
  })

  test.each([
    ['CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)', 'a relative name less'],
    [`${issuer},O=X`, 'a relative name more'],
    [`${issuer},C=KZ`, 'a relative name twice'],
    ['CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST),C=KZ', 'another value'],
    ['CN=ұлттық куәландырушы орталық (RSA),C=KZ', 'other letters'],
    ['O=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA),C=KZ', 'another attribute'],
    ['CN=KZ,C=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)', 'values changed places'],
    ['CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)+C=KZ', 'one relative name with two attributes'],
    ['CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)\\,C\\=KZ', 'the separator inside the value'],
    ['CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA)\u00A0,C=KZ', 'a no-break space'],
  ])('does not take %s for the same: %s', (written) => {
    expect(sameIssuer(written, issuer)).toBe(false)
  })

  test.each([
    '',
    'KZ',
    '=KZ',
    'CN',
    'X=1',
    'CN=a,',
    ',CN=a',
    'CN="a',
    'CN="a"b',
    'CN=a\\',
    'CN=\\ff',
    'CN=#0c0',
    'CN=#0c05aa',
    'CN=a<b',
  ])('takes %j, which is no name, for nothing, not even itself', (text) => {
    expect(sameIssuer(text, text)).toBe(false)
  })

  const value = fc.string({
    unit: fc.constantFrom(...'aБ,+"\\<>;=# \0'),
    minLength: 1,
    maxLength: 6,
  })
  const name = fc.array(
    fc.record({
      oid: fc.constantFrom('2.5.4.3', '2.5.4.6', '2.5.4.11', '1.2.643.100.1'),
      value,
      hex: fc.constant(false),
    }),
    { minLength: 1, maxLength: 4 },
  )

  test('finds every written name again, whatever its values hold and its order', () => {
    fc.assert(
      fc.property(name, (attributes) => {
        const straight = formatName(attributes.map((attribute) => [attribute]))
        const reversed = formatName(attributes.toReversed().map((attribute) => [attribute]))
        expect(sameIssuer(straight, reversed)).toBe(true)
      }),
    )
  })

  test('never confuses two names that differ in a value', () => {
    const meaning = (text: string): string => text.replaceAll(/[ ]+/g, ' ').replaceAll(/^ | $/g, '')
    fc.assert(
      fc.property(name, value, (attributes, other) => {
        const [first, ...rest] = attributes
        fc.pre(meaning(first!.value) !== meaning(other))
        const changed = [{ ...first!, value: other }, ...rest]
        const write = (list: typeof attributes): string =>
          formatName(list.map((attribute) => [attribute]))
        expect(sameIssuer(write(attributes), write(changed))).toBe(false)
      }),
    )
  })
})
