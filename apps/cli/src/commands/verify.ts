import { type Certificate, signatureAlgorithm, Trust } from '@arna/pki'
import { type SignatureReport, verifySignatures } from '@arna/xml-security'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { Failure } from '../failure.ts'
import { readCertificates, readDocument, shown } from '../files.ts'
import { readTime } from '../time.ts'
import { visible } from '../visible.ts'

/** `arna verify`: every XML signature of a file, without a gateway. */
export const verify: Command = {
  name: 'verify',
  summary: 'verify every XML signature of a file',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    trust: {
      value: 'FILE|none',
      help: 'PEM file with the CAs to believe: the chain, the dates and the key usage must hold too',
    },
    at: {
      value: 'DATE',
      help: 'judge certificates at this time (2026-11-23 or 2026-11-23T10:00:00Z)',
    },
    cert: {
      value: 'FILE',
      many: true,
      help: 'certificates that a signature may name by issuer and serial number; CAs in the middle',
    },
    'allow-sha1': { help: 'bear RSA-SHA1 and SHA-1' },
  },
  examples: [
    ['arna verify message.xml', 'signature values and references; the chain is not checked'],
    ['arna verify message.xml --trust ca.pem', 'the certificates too, as of now'],
    ['arna verify - --trust ca.pem --at 2026-11-23 --json < message.xml', 'for programs'],
  ],
  notes: `WS-Security, enveloped and by id. A signature is valid when its value and all its references hold and, with
--trust FILE, when its certificate leads to one of these CAs at that time. Without --trust, or with --trust none,
anybody may have made the certificate: then only the arithmetic is judged, and with --at its dates.
The exit code is 0 only when there is at least one signature and every one is valid.`,
  async run(given, context) {
    const [file = '-'] = given.positionals
    const trust = readTrust(given)
    const at = readTime(given.text('at'), context.now)
    const document = await readDocument(file, context)
    const certificates = given.all('cert').flatMap(readCertificates)
    const reports = verifySignatures(document, {
      certificates,
      at: at ?? context.now(),
      allowSha1: given.flag('allow-sha1'),
      ...(trust && { trust: new Trust({ anchors: trust, intermediates: certificates }) }),
    })
    const judged = reports.map((report) => (trust ? report : atTime(report, at)))
    const isValid = judged.length > 0 && judged.every(({ valid }) => valid)
    if (context.json) writeJson(isValid, judged, context)
    else writeText(judged, trust !== undefined, context)
    if (judged.length === 0) throw new Failure(`${shown(file)} holds no XML signature`)
    return isValid ? 0 : 1
  },
}

function readTrust(given: Given): Certificate[] | undefined {
  const file = given.text('trust')
  return file === undefined || file === 'none' ? undefined : readCertificates(file)
}

/** Without a chain to judge, dates are judged only when somebody asks about a time. */
function atTime(report: SignatureReport, at: Date | undefined): SignatureReport {
  const { certificate } = report
  if (at === undefined || certificate === null) return report
  if (certificate.notBefore <= at && at <= certificate.notAfter) return report
  const problem = `the certificate is valid from ${date(certificate.notBefore)} to ${date(certificate.notAfter)}, not at ${at.toISOString()}`
  return { ...report, valid: false, problems: [...report.problems, problem] }
}

function writeJson(valid: boolean, reports: readonly SignatureReport[], context: Context): void {
  const signatures = reports.map((report) => ({
    valid: report.valid,
    algorithm: report.algorithm,
    actor: report.actor,
    references: report.references.map((reference) => ({
      uri: reference.uri,
      valid: reference.valid,
    })),
    certificate: report.certificate && {
      subject: report.certificate.subject,
      serial: report.certificate.serial,
      iin: report.certificate.iin,
      bin: report.certificate.bin,
      notAfter: report.certificate.notAfter.toISOString(),
    },
  }))
  context.write(`${JSON.stringify({ valid, signatures }, null, 2)}\n`)
  for (const problem of reports.flatMap(problemsOf)) context.say(`arna: ${problem}`)
}

function writeText(
  reports: readonly SignatureReport[],
  isTrustChecked: boolean,
  context: Context,
): void {
  reports.forEach((report, index) => {
    const { valid, algorithm, actor, references, certificate } = report
    const lines = [
      `signature ${index + 1}: ${valid ? 'valid' : 'NOT VALID'}${algorithm && `, ${signatureAlgorithm(algorithm)?.name ?? algorithm}`}${actor === null ? '' : `, for ${actor}`}`,
      ...references.map(
        (one) => `  reference ${uriText(one.uri)}: ${one.valid ? 'holds' : 'NOT VALID'}`,
      ),
    ]
    if (certificate !== null) {
      const { subject, serial, iin, bin, notAfter } = certificate
      lines.push(`  signed by ${subject}`)
      lines.push(
        `  serial ${serial}${iin ? `, IIN ${iin}` : ''}${bin ? `, BIN ${bin}` : ''}, valid until ${date(notAfter)}`,
      )
    }
    lines.push(...problemsOf(report).map((problem) => `  problem: ${problem}`))
    context.write(`${lines.map(visible).join('\n')}\n`)
  })
  if (reports.length > 0 && !isTrustChecked) {
    context.write(
      'The certificate chain was not checked: give --trust FILE with the CAs that you believe.\n',
    )
  }
}

function uriText(uri: string | null): string {
  if (uri === null) return 'without URI'
  return uri === '' ? 'to the whole document' : `to ${uri}`
}

function problemsOf({ references, problems }: SignatureReport): string[] {
  return [...references.flatMap(({ problem }) => (problem === null ? [] : [problem])), ...problems]
}

const date = (time: Date): string => time.toISOString().slice(0, 10)
