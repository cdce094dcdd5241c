// A member that sends to the asynchronous channel and is called with statuses. Messages are signed before the clock starts,
// none of them twice; while it runs there is nothing but writing and reading sockets.
import { readFileSync } from 'node:fs'
import { parseCertificate } from '@arna/pki'
import { Hearing } from '../asynchronous/hearing.ts'
import { between, openReceivingDoor } from '../asynchronous/receiving-door.ts'
import type { AsyncSenderOrder, AsyncSent, AsyncTask } from '../asynchronous/sender.ts'
import type { Connection } from '../hop/connection.ts'
import { Load } from '../hop/load.ts'
import { signerFrom } from '../hop/parties.ts'
import { Prepared } from '../hop/prepared.ts'
import { asyncMessageMaker } from '../signed-messages.ts'

const order = JSON.parse(process.argv[2]!) as AsyncSenderOrder
const { name: senderId, password } = order.sender
const signer = signerFrom(order.sender)
const { serviceId, bodyBytes } = order
const prepared = new Prepared(
  asyncMessageMaker({ from: { senderId, password }, signer, serviceId, bodyBytes }),
)
const load = new Load({ keepsAnswer: true })
const hearing = new Hearing()

process.on('disconnect', () => process.exit())
process.on('message', (task: AsyncTask) => {
  void perform(task).then((answer) => process.send!(answer))
})
const gateway = parseCertificate(readFileSync(order.gateway))
console.log(await openReceivingDoor(signer, gateway, (called) => hearing.heard(called)))

async function perform(task: AsyncTask): Promise<AsyncSent | 'prepared'> {
  if (task.do === 'prepare') {
    prepared.prepare(task.count)
    return 'prepared'
  }
  const sentAtMs = new Map<string, number>()
  const refused: string[] = []
  const exchange = async (connection: Connection, since: number): Promise<boolean> => {
    try {
      const status = await connection.exchange(prepared.next())
      const id = between(connection.answer, '<messageId>', '</messageId>')
      if (status === 200 && id !== undefined) sentAtMs.set(id, since)
      else refused.push(String(status))
      return true
    } catch {
      refused.push('lost')
      return false
    }
  }
  const start = performance.now()
  const url = new URL(task.url)
  await (task.do === 'flat out'
    ? load.flatOut(task, url, exchange)
    : load.atRate(task, url, exchange))
  const ids = [...sentAtMs.keys()]
  const heard = task.hears ? await hearing.all(ids) : undefined
  const ms = performance.now() - start
  return {
    ids,
    refused,
    ms,
    latenciesMs: ids.flatMap((id) => {
      const atMs = heard?.get(id)?.atMs
      return atMs === undefined ? [] : atMs - sentAtMs.get(id)!
    }),
    unheard: heard === undefined ? [] : ids.filter((id) => !heard.has(id)),
    undelivered: ids.filter((id) => heard?.get(id)?.isDelivered === false),
  }
}
