import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { payloadOf, readSendMessage, writeSendMessageResponse } from '@arna/message'
import { parseCertificate } from '@arna/pki'
import { signEnvelope } from '@arna/xml-security'
import { takePart } from '../contestant.ts'
import { messageVerifier } from './verify-message.ts'

const [authorityPath, certificatePath, keyPath] = process.argv.slice(2)
const authority = parseCertificate(readFileSync(authorityPath!))
const certificate = parseCertificate(readFileSync(certificatePath!))
const verify = messageVerifier([certificate], authority)
const signer = {
  key: createPrivateKey(readFileSync(keyPath!)),
  certificate,
  reference: 'KeyIdentifier',
} as const

// What the gateway does for one exchange, less the network: the answer carries the payload that came.
takePart('Arna', (message) => () => {
  const request = readSendMessage(verify(message).body)
  const content = writeSendMessageResponse(
    {
      messageId: request.messageId,
      responseDate: request.messageDate,
      status: { code: 'SCSS001', message: 'Message has been processed successfully' },
      sessionId: '{4f1e7c1e-53c1-4c7e-9a5b-3f2f0c8e6a11}',
    },
    payloadOf(request.data!),
  )
  return signEnvelope({ content }, signer).length > 0
})
