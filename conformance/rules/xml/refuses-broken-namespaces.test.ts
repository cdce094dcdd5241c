import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['an undeclared prefix', '<p:a/>'],
  ['an undeclared prefix of an attribute', '<a p:b=""/>'],
  ['a prefix that is undeclared again', '<a xmlns:p="urn:p"><b xmlns:p=""/></a>'],
  ['the same attribute under two prefixes', '<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="" q:b=""/>'],
  ['the same attribute twice', '<a b="" b=""/>'],
  ['another meaning of xml', '<a xmlns:xml="urn:a"/>'],
  ['a declared xmlns', '<a xmlns:xmlns="urn:a"/>'],
  ['a name with two colons', '<a:b:c xmlns:a="urn:a"/>'],
])('%s is refused', async (_what, xml) => {
  const text = signedRequest({ payload: '<a>@</a>' }).replace('@', xml)
  await refuses(text, 'xml-not-well-formed')
})
