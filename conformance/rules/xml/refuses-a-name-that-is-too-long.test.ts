import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

const long = 'n'.repeat(1025)

test.each([
  `<${long}/>`,
  `<a ${long}=""/>`,
  `<a xmlns:${long}="urn:a"/>`,
  `<a xmlns:p="urn:${long}"/>`,
])('a name of more than 1024 bytes is refused: %.20s…', async (xml) => {
  await refuses(signedRequest({ payload: '<a>@</a>' }).replace('@', xml), 'xml-limit-exceeded')
})
