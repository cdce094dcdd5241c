import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { world } from '../../live/speak.ts'

const get = { method: 'GET', path: '/bip-sync-wss-gost/?wsdl' }

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

test.each(['a"><x', 'a b', 'a/b?c', 'user@a', 'a&b'])(
  'a Host of %j is not written into the WSDL',
  async (host) => {
    const request = httpRequest('', { Host: host, 'Content-Length': '' }, get)
    const answer = readAnswer(await exchangeRaw(request))
    expect(answer.status).toBe(400)
    expect(answer.text).toBe('Host is not a host\n')
  },
)

test.each(['gateway.example:8081', '[::1]:8081', '10.0.0.1'])('a Host of %s is', async (host) => {
  const answer = await exchangeRaw(httpRequest('', { Host: host, 'Content-Length': '' }, get))
  expect(answer).toContain(`location="http://${host}/bip-sync-wss-gost/"`)
})

test('without a Host there is no address to write', async () => {
  const answer = await exchangeRaw('GET /bip-sync/?wsdl HTTP/1.0\r\n\r\n')
  expect(readAnswer(answer).status).toBe(400)
})
