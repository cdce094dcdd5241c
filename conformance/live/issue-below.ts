import { generateKey, issueCertificate, type KeyPair } from '@arna/pki'

/** What an attacker with an ordinary certificate would make: a certificate issued by one that is no CA. */
export async function issueBelow(
  issuer: KeyPair,
  { iin, bin }: { iin: string; bin: string },
): Promise<KeyPair> {
  const { privateKey: key, publicKey } = await generateKey('rsa2048')
  const certificate = await issueCertificate({
    subject: [
      ['CN', 'ТЕСТОВ ТЕСТ'],
      ['serialNumber', `IIN${iin}`],
      ['C', 'KZ'],
      ['OU', `BIN${bin}`],
    ],
    publicKey,
    issuer,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2049-12-31T00:00:00Z'),
  })
  return { key, certificate }
}
