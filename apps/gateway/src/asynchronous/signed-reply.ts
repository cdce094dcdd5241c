import { type BodyContent, soapMediaTypes } from '@arna/message'
import { signEnvelope } from '@arna/xml-security'
import type { Authenticated, Reply, Saying } from '../exchange.ts'
import type { Context } from './context.ts'

/** In the form that this sender reads. */
export function signedReply(
  content: BodyContent,
  { envelope, sender }: Authenticated<Saying>,
  { gateway, inTurn }: Context,
): Promise<Reply> {
  const { soap } = envelope
  return inTurn(() => ({
    status: 200,
    contentType: soapMediaTypes[soap],
    bytes: signEnvelope({ content, soap }, { ...gateway.signer, reference: sender.keyReference }),
  }))
}
