import type { KeyPair } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { beforeAll, describe, expect, test } from 'vitest'
import { SignatureError } from '../signature-error.ts'
import { readTransportSignature } from './read-transport-signature.ts'
import { signEnvelope } from './sign-envelope.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'

let pair: KeyPair
let other: KeyPair

beforeAll(async () => {
  const authority = await createTestAuthority()
  pair = await authority.issue()
  other = await authority.issue()
})

const signed = (payload = '<a>1</a>'): string =>
  signEnvelope({ content: [payload] }, { ...pair, reference: 'KeyIdentifier' }).toString()

function refusal(text: string, { certificate }: KeyPair = pair): SignatureError {
  try {
    verifyTransportSignature(readTransportSignature(scan(Buffer.from(text))), certificate.publicKey)
  } catch (error) {
    if (error instanceof SignatureError) return error
    throw error
  }
  throw new Error('the signature verifies')
}

const advice = expect.stringContaining('re-indented or re-serialised after signing') as string

describe('a value that does not verify', () => {
  test('of a message that was indented after signing comes with the advice to send what was signed', () => {
    const indented = signed().replaceAll('><', '>\n  <')
    expect(refusal(indented)).toMatchObject({ code: 'signature-value-mismatch', hint: advice })
  })

  test('of an indented message whose Body is too large for a guess, too', () => {
    const indented = signed(`<a>${'x'.repeat(2 ** 20)}</a>`).replaceAll('><', '>\n  <')
    expect(refusal(indented)).toMatchObject({ code: 'signature-value-mismatch', hint: advice })
  })

  test('of a Body and a SignedInfo that were changed otherwise, too', () => {
    const rewritten = signed().replace('<ds:SignedInfo>', '<ds:SignedInfo Id="i">')
    expect(refusal(rewritten.replace('<a>1</a>', '<a>1 </a>'))).toMatchObject({
      code: 'signature-value-mismatch',
      hint: advice,
    })
  })

  test('with another key, over the Body that is there, comes without it', () => {
    expect(refusal(signed(), other)).toMatchObject({
      code: 'signature-value-mismatch',
      hint: undefined,
    })
  })

  test('over an indented SignedInfo, as xmlsec writes it, and the Body that is there comes without it', () => {
    const indented = signed().replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, (text) =>
      text.replaceAll('><', '>\n<'),
    )
    expect(refusal(indented, other)).toMatchObject({
      code: 'signature-value-mismatch',
      hint: undefined,
    })
  })

  test('over a changed Body of more than a mebibyte comes without it: a stranger is not worth the hash', () => {
    const large = signed(`<a>${'x'.repeat(2 ** 20)}</a>`).replace('xx</a>', 'xy</a>')
    expect(refusal(large, other)).toMatchObject({
      code: 'signature-value-mismatch',
      hint: undefined,
    })
  })
})
