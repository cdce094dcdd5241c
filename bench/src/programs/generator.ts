// The load of one sender. Messages are signed before the clock starts, none of them twice; while it runs there is
// nothing but writing and reading sockets.
import { messageMaker } from '../signed-messages.ts'
import { Connection } from '../hop/connection.ts'
import type { GeneratorOrder, Sent, Task } from '../hop/generator.ts'
import { signerFrom } from '../hop/parties.ts'

const order = JSON.parse(process.argv[2]!) as GeneratorOrder
const make = messageMaker({
  from: { senderId: order.sender.name, password: order.sender.password },
  signer: signerFrom(order.sender),
  serviceId: order.serviceId,
  bodyBytes: order.bodyBytes,
})
let messages: Buffer[] = []
let next = 0
let connections: Connection[] = []
let connectedTo = ''

/** What is asked for beyond what is prepared begins again from the front: see `Task`. */
const nextMessage = (): Buffer => messages[next++ % messages.length]!

process.on('disconnect', () => process.exit())
process.on('message', (task: Task) => {
  void perform(task).then((answer) => process.send!(answer))
})
process.send!('ready')

async function perform(task: Task): Promise<Sent | 'prepared'> {
  if (task.do === 'prepare') {
    messages = messages.slice(next)
    next = 0
    while (messages.length < task.count) messages.push(make())
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
      const status = await connection.exchange(nextMessage())
      sent.latenciesMs.push(performance.now() - since)
      count(String(status))
      return true
    } catch {
      count('lost')
      return false
    }
  }
  const url = new URL(task.url)
  if (task.do === 'flat out') await flatOut(task, url, exchange)
  else if (task.do === 'at rate') await atRate(task, url, exchange)
  else await atOnce(task, url, exchange)
  return sent
}

type Exchange = (connection: Connection, since: number) => Promise<boolean>

/** As many senders as connections, each with the next message as soon as the last one is answered. */
async function flatOut(
  { connections: count, ms, abandons = false }: Task & { do: 'flat out' },
  url: URL,
  exchange: Exchange,
): Promise<void> {
  const open = connected(url, count)
  const end = performance.now() + ms
  const one = async (index: number): Promise<void> => {
    while (performance.now() < end) {
      const answered = await exchange(open[index]!, performance.now())
      if (!answered && performance.now() < end) open[index] = new Connection(url)
    }
  }
  if (abandons) setTimeout(() => closeAll(), ms)
  await Promise.all(open.map((_connection, index) => one(index)))
}

/**
 * An open loop: every message has its moment and is sent then, whether or not the ones before are answered; its time
 * is counted from that moment, so that what waits for a slow gateway is not left out.
 */
async function atRate(
  { perSecond, ms }: Task & { do: 'at rate' },
  url: URL,
  exchange: Exchange,
): Promise<void> {
  const free = connected(url, 8)
  const start = performance.now() + 5
  const total = Math.floor((perSecond * ms) / 1000)
  const under: Promise<void>[] = []
  const send = async (due: number): Promise<void> => {
    const connection = free.pop() ?? new Connection(url)
    if (await exchange(connection, due)) free.push(connection)
  }
  await new Promise<void>((resolve) => {
    let number = 0
    const tick = (): void => {
      while (number < total && start + (number * 1000) / perSecond <= performance.now()) {
        under.push(send(start + (number++ * 1000) / perSecond))
      }
      if (number === total) resolve()
      else setTimeout(tick, start + (number * 1000) / perSecond - performance.now())
    }
    tick()
  })
  await Promise.all(under)
  connections = free
}

/** All at the same moment, each on a connection of its own. */
async function atOnce(
  { count }: Task & { do: 'at once' },
  url: URL,
  exchange: Exchange,
): Promise<void> {
  const now = performance.now()
  await Promise.all(connected(url, count).map((connection) => exchange(connection, now)))
  closeAll()
}

function connected(url: URL, count: number): Connection[] {
  if (connectedTo !== url.href) closeAll()
  connectedTo = url.href
  while (connections.length < count) connections.push(new Connection(url))
  return connections
}

function closeAll(): void {
  for (const connection of connections) connection.close()
  connections = []
}
