import { createPrivateKey } from 'node:crypto'
import { dateTime, payloadFrom, writeSendMessage } from '@arna/message'
import { parseCertificate } from '@arna/pki'
import { signEnvelope } from '@arna/xml-security'
import type { World } from '../live/world.ts'

/** A good message of the client to the service that echoes. */
export function writeRequest({ members }: World, messageId: string): string {
  const { password, key, certificate } = members.client
  const content = writeSendMessage(
    {
      messageId,
      serviceId: 'Echo',
      messageDate: dateTime(new Date()),
      sender: { senderId: 'client', password },
      properties: [],
    },
    payloadFrom(Buffer.from(`<order xmlns="urn:test"><id>${messageId}</id></order>`)),
  )
  const signer = {
    key: createPrivateKey(key),
    certificate: parseCertificate(certificate),
    reference: 'KeyIdentifier',
  } as const
  return signEnvelope({ content }, signer).toString()
}
