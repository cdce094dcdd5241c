import { expect, test } from 'vitest'
import { accepts, post, signedRequest } from '../../live/speak.ts'

const count = 200_000

/** Each of them takes minutes where time grows with the square of the size. */
test.each([
  ['closing brackets', `<a>${']]'.repeat(count)}</a>`],
  ['greater-than signs after brackets', `<a>${']] >'.repeat(count)}</a>`],
  ['hyphens in a comment', `<a><!--${' -'.repeat(count)} --></a>`],
  ['question marks', `<a><![CDATA[${'?>]]'.repeat(count)}]]></a>`],
  [
    'elements of different names',
    Array.from({ length: count / 10 }, (_, at) => `<e${at}/>`).join(''),
  ],
  [
    'namespaces of different names',
    Array.from({ length: count / 10 }, (_, at) => `<p:e xmlns:p="urn:${at}"/>`).join(''),
  ],
  [
    'elements that use one of hundreds of prefixes',
    `<a${Array.from({ length: 250 }, (_, at) => ` xmlns:p${at}="urn:${at}"`).join('')}>${Array.from({ length: count / 2 }, (_, at) => `<p${at % 250}:e/>`).join('')}</a>`,
  ],
  [
    'elements that declare a prefix again',
    Array.from({ length: count / 4 }, (_, at) => `<a xmlns="urn:${at % 2}"><b xmlns=""/></a>`).join(
      '',
    ),
  ],
  ['ids', Array.from({ length: count / 4 }, (_, at) => `<a Id="i${at}"/>`).join('')],
  ['CDATA sections', `<a>${'<![CDATA[]]>'.repeat(count / 4)}</a>`],
  ['comments', `<a>${'<!---->'.repeat(count / 4)}</a>`],
  ['references', `<a>${'&#65;'.repeat(count)}</a>`],
])('many %s cost no more than their number', async (_what, payload) => {
  const { delivered } = await accepts(signedRequest({ payload }))
  expect(delivered).toContain(payload)
})

test.each([
  ['undeclared prefixes', Array.from({ length: count }, (_, at) => `<p${at}:a/>`).join('')],
  ['elements that are never closed', '<a>'.repeat(count)],
  ['attributes', `<a ${Array.from({ length: count }, (_, at) => `a${at}=""`).join(' ')}/>`],
  ['beginnings of comments', '<!-'.repeat(count)],
])(
  'many %s are refused at once',
  async (_what, xml) => {
    const text = signedRequest({ payload: '<a>@</a>' }).replace('@', () => xml)
    const answer = await post(text)
    expect(answer.text).toMatch(/xml-(not-well-formed|limit-exceeded)/)
  },
  5_000,
)
