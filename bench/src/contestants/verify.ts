import { readFileSync } from 'node:fs'
import { parseCertificate } from '@arna/pki'
import { takePart } from '../contestant.ts'
import { messageVerifier } from './verify-message.ts'

const [authorityPath, certificatePath] = process.argv.slice(2)
const authority = parseCertificate(readFileSync(authorityPath!))
const verify = messageVerifier([parseCertificate(readFileSync(certificatePath!))], authority)

takePart('Arna', (message) => () => {
  verify(message)
  return true
})
