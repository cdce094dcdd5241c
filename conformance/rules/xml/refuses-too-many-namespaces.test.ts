import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

/** Ten declarations an element. */
const nested = (elements: number): string => {
  const open = Array.from({ length: elements }, (_, element) => {
    const declarations = Array.from(
      { length: 10 },
      (__, at) => ` xmlns:p${element}x${at}="urn:${at}"`,
    )
    return `<a${declarations.join('')}>`
  })
  return `${open.join('')}${'</a>'.repeat(elements)}`
}

test('five hundred namespaces in scope pass', async () => {
  await accepts(signedRequest({ payload: nested(50) }))
})

test('more than 512 are refused', async () => {
  const text = signedRequest({ payload: '<a>@</a>' }).replace('@', nested(52))
  await refuses(text, 'xml-limit-exceeded')
})
