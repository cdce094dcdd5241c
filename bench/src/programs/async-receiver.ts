// A member that messages are pushed to; bench/README.md says what it does and does not.
import { readFileSync } from 'node:fs'
import { parseCertificate } from '@arna/pki'
import type { AsyncReceiverOrder } from '../asynchronous/receiver.ts'
import { openReceivingDoor } from '../asynchronous/receiving-door.ts'
import { signerFrom } from '../hop/parties.ts'

const order = JSON.parse(process.argv[2]!) as AsyncReceiverOrder
let ids: string[] = []

process.on('disconnect', () => process.exit())
process.on('message', () => {
  process.send!(ids)
  ids = []
})
console.log(
  await openReceivingDoor(
    signerFrom(order.receiver),
    parseCertificate(readFileSync(order.gateway)),
    ({ messageId }) => ids.push(messageId),
  ),
)
