import type { Certificate } from '@arna/pki'
import type { InformationSystem } from '@arna/registry'
import type { Finding } from '../diagnosis.ts'
import { finding } from '../finding.ts'

/** Whose certificate it is, and what the registry has for the sender in its place. */
export function explainCertificate(
  certificate: Certificate,
  sender: InformationSystem | undefined,
): Finding[] {
  const { commonName, organisation, subject, issuer, serial, iin, bin, notBefore, notAfter } =
    certificate
  const belongs = finding('certificate-belongs-to', {
    name: organisation === undefined ? commonName : `${commonName}, ${organisation}`,
    subject,
    issuer,
    serial,
    iin: iin ?? '–',
    bin: bin ?? '–',
    notBefore: day(notBefore),
    notAfter: day(notAfter),
  })
  if (sender === undefined) return [belongs]
  const isRegistered = sender.certificates.some((one) => one.sha256 === certificate.sha256)
  if (!isRegistered) {
    const registered = sender.certificates
      .map((one) => `${one.serial} (… ${day(one.notAfter)})`)
      .join(', ')
    const values = { system: sender.senderId, registered: registered || '–' }
    return [finding('certificate-not-among-registered', values), belongs]
  }
  const { bin: registeredBin } = sender.organisation
  const { iin: registeredIin } = sender
  const differs = registeredBin !== bin || (registeredIin !== undefined && registeredIin !== iin)
  if (!differs) return [belongs]
  const identity = finding('identity-differs', {
    iin: iin ?? '–',
    bin: bin ?? '–',
    registeredIin: registeredIin ?? '–',
    registeredBin: registeredBin ?? '–',
  })
  return [identity, belongs]
}

const day = (date: Date): string => date.toISOString().slice(0, 10)
