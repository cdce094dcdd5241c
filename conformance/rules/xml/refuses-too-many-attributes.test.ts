import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const attributes = (count: number): string =>
  Array.from({ length: count }, (_, index) => ` a${index}=""`).join('')

test('256 attributes of one element pass', async () => {
  await accepts(signedRequest({ payload: `<a${attributes(256)}/>` }))
})

test('one more is refused', async () => {
  const text = signedRequest({ payload: '<a/>' }).replace('<a/>', `<a${attributes(257)}/>`)
  await refuses(text, 'xml-limit-exceeded')
})
