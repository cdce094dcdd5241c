import { asynchronousFaults } from './asynchronous-faults.ts'
import { certificateFaults } from './certificate-faults.ts'
import { channelFaults } from './channel-faults.ts'
import type { FaultDefinition, FaultGroup } from './definition.ts'
import { deliveryStatuses } from './delivery-statuses.ts'
import { envelopeFaults } from './envelope-faults.ts'
import { gatewayFaults } from './gateway-faults.ts'
import { payloadFaults } from './payload-faults.ts'
import { providerFaults } from './provider-faults.ts'
import { senderFaults } from './sender-faults.ts'
import { signatureFaults } from './signature-faults.ts'
import { upstreamFaults } from './upstream-faults.ts'

const groups: readonly (readonly [string, FaultGroup])[] = [
  ['At the door', channelFaults],
  ['The envelope and its fields', envelopeFaults],
  ['The transport signature', signatureFaults],
  ['The certificate', certificateFaults],
  ['The sender and its rights', senderFaults],
  ['The way to the service', upstreamFaults],
  ['The business data', payloadFaults],
  ['The service and its provider', providerFaults],
  ['The asynchronous channel', asynchronousFaults],
  ['The gateway', gatewayFaults],
]

const parties: Readonly<Record<FaultDefinition['party'], string>> = {
  sender: 'the sender',
  provider: 'the provider of the service',
  gateway: 'the gateway',
  operator: 'the operator of the gateway',
}

const introduction = `# Faults

<!-- Written by \`node scripts/write-fault-pages.ts\` from the fault dictionary in packages/message. Do not edit. -->

A refused or failed message is answered with \`ErrorInfo\` in the detail of a SOAP fault:

- \`errorCode\` (and \`faultcode\`): \`SCE…\` is a code of SHEP with its public meaning; \`ARN…\` is a code of this gateway, for
  what SHEP has no known code for. The two families cannot be mistaken for each other.
- \`errorMessage\` (and \`faultstring\`): what happened, in Russian, Kazakh or English.
- \`errorData\`: the code of this page, a detail, and on the next line who has to mend what.
- \`subError\`: the fault of the party behind the gateway, when there is one.

**Same bytes again** says whether a repetition of the same message may succeed. The HTTP status is that of a SOAP 1.1 door;
at SOAP 1.2 a 500 for which the client is to blame becomes 400.

Three faults are told to the other party as one, [sender-not-recognised](#sender-not-recognised), without a detail: whoever
tries senderIds, passwords or certificates must not learn which of them was right. The journal holds the true code.
`

/** docs/protocol/faults.md: a section per fault, its anchor is the code. */
export function faultsPage(): string {
  return [introduction, byWireCode(), ...groups.map(groupSection), statuses()].join('\n')
}

function byWireCode(): string {
  const codes = new Map<string, string[]>()
  for (const [, faults] of groups) {
    for (const [code, { shep }] of Object.entries(faults)) {
      codes.set(shep, [...(codes.get(shep) ?? []), `[${code}](#${code})`])
    }
  }
  const rows = [...codes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([shep, links]) => `| ${shep} | ${links.join(' · ')} |`)
  return `## By errorCode\n\n| errorCode | faults |\n|---|---|\n${rows.join('\n')}\n`
}

const groupSection = ([title, faults]: readonly [string, FaultGroup]): string =>
  `## ${title}\n\n${Object.entries(faults).map(section).join('\n')}`

function section([code, fault]: [string, FaultDefinition]): string {
  const { title, remedy, toldAs } = fault
  const hidden =
    toldAs === undefined
      ? ''
      : `\nIn the journal only; the sender is told [${toldAs}](#${toldAs}).\n`
  return `### ${code}

| errorCode | to be mended by | same bytes again | SOAP | HTTP |
|---|---|---|---|---|
| ${fault.shep} | ${parties[fault.party]} | ${fault.retry ? 'may succeed' : 'will fail'} | ${fault.soap} | ${fault.http} |
${hidden}
- **en** ${title.en}. ${remedy.en}
- **ru** ${title.ru}. ${remedy.ru}
- **kk** ${title.kk}. ${remedy.kk}
`
}

/** Beside the faults, for whoever looks up the code of a status. */
function statuses(): string {
  const rows = Object.entries(deliveryStatuses).map(
    ([word, { shep, state, title }]) =>
      `| ${word} | ${shep} | ${state} | ${title.en} | ${title.ru} | ${title.kk} |`,
  )
  return `## Deliveries that go well

The statusCode that getMessageStatus and the status notification give on the asynchronous channel when nothing is wrong. When
something is, they give the errorCode and the title of a fault.

| word | statusCode | messageState | en | ru | kk |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}
