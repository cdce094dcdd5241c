import { expect, test } from 'vitest'
import { world } from '../../live/speak.ts'

test.each(['?wsdl', '?WSDL', '?wsdl=genuine'])('GET %s gives the WSDL', async (query) => {
  const answer = await fetch(world.url + query)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('definitions')
})

test.each(['', '?xsd=../../../package.json', '?xsd=/etc/passwd', '?wsdl=none'])(
  'GET %s gives nothing',
  async (query) => {
    const answer = await fetch(world.url + query)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toMatch(/^This is a SOAP door/)
  },
)
