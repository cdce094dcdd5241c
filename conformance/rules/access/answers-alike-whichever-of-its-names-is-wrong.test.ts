import { expect, test } from 'vitest'
import { post, signedRequest, signerOf, world } from '../../live/speak.ts'

/** Without what differs from answer to answer by nature. */
const told = ({ text, status, contentType }: Awaited<ReturnType<typeof post>>) => ({
  status,
  contentType,
  text: text
    .replace(/<errorDate>[^<]*/, '<errorDate>')
    .replace(/<sessionId>\{[0-9a-f-]{36}\}/, '<sessionId>'),
})

test('sender, password and certificate: byte for byte the same refusal', async () => {
  const unknown = await post(
    signedRequest({ message: { sender: { senderId: 'nobody', password: 'any' } } }),
  )
  const password = await post(signedRequest({ password: 'wrong' }))
  const certificate = await post(signedRequest({ signer: signerOf(world.unregistered) }))
  expect(told(unknown).text).toContain('sender-not-recognised')
  expect(told(password)).toEqual(told(unknown))
  expect(told(certificate)).toEqual(told(unknown))
})

test('an unsigned message is refused alike, whether its sender is registered or not', async () => {
  const from = (senderId: string) =>
    post(
      signedRequest({ message: { sender: { senderId, password: 'any' } } }).replace(
        /<soap:Header>.*<\/soap:Header>/s,
        '',
      ),
    )
  const unknown = await from('nobody')
  expect(told(unknown).text).toContain('signature-missing')
  expect(told(await from('client'))).toEqual(told(unknown))
})
