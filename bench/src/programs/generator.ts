// The load of one sender. Messages are signed before the clock starts, none of them twice; while it runs there is
// nothing but writing and reading sockets.
import { messageMaker } from '../signed-messages.ts'
import type { Connection } from '../hop/connection.ts'
import type { GeneratorOrder, Sent, Task } from '../hop/generator.ts'
import { Load } from '../hop/load.ts'
import { signerFrom } from '../hop/parties.ts'
import { Prepared } from '../hop/prepared.ts'

const order = JSON.parse(process.argv[2]!) as GeneratorOrder
const make = messageMaker({
  from: { senderId: order.sender.name, password: order.sender.password },
  signer: signerFrom(order.sender),
  serviceId: order.serviceId,
  bodyBytes: order.bodyBytes,
})
const prepared = new Prepared(make)
const load = new Load()

process.on('disconnect', () => process.exit())
process.on('message', (task: Task) => {
  void perform(task).then((answer) => process.send!(answer))
})
process.send!('ready')

async function perform(task: Task): Promise<Sent | 'prepared'> {
  if (task.do === 'prepare') {
    prepared.prepare(task.count)
    return 'prepared'
  }
  const sent: { latenciesMs: number[]; statuses: Record<string, number> } = {
    latenciesMs: [],
    statuses: {},
  }
  const count = (status: string): void => {
    sent.statuses[status] = (sent.statuses[status] ?? 0) + 1
  }
  const exchange = async (connection: Connection, since: number): Promise<boolean> => {
    try {
      const status = await connection.exchange(prepared.next())
      sent.latenciesMs.push(performance.now() - since)
      count(String(status))
      return true
    } catch {
      count('lost')
      return false
    }
  }
  const url = new URL(task.url)
  if (task.do === 'flat out') await load.flatOut(task, url, exchange)
  else if (task.do === 'at rate') await load.atRate(task, url, exchange)
  else await load.atOnce(task, url, exchange)
  return sent
}
