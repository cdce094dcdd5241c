import { readFileSync } from 'node:fs'
import { parseCertificate } from '@arna/pki'
import { takePart } from '../contestant.ts'
import { messageVerifier } from './verify-message.ts'

const [certificatePath] = process.argv.slice(2)
const verify = messageVerifier([parseCertificate(readFileSync(certificatePath!))], 64 * 1024 * 1024)

takePart('Arna', (message) => () => {
  verify(message)
  return true
})
