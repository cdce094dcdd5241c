import { Connection } from './connection.ts'

/** Sends the next message; `since` is the moment from which its time counts. False when the connection was lost. */
export type Exchange = (connection: Connection, since: number) => Promise<boolean>

/** How one sender sends, over connections that it keeps from one task to the next. */
export class Load {
  readonly #keepsAnswer: boolean
  #connections: Connection[] = []
  #connectedTo = ''

  constructor({ keepsAnswer = false }: { readonly keepsAnswer?: boolean } = {}) {
    this.#keepsAnswer = keepsAnswer
  }

  /** As many senders as connections, each with the next message as soon as the last one is answered. */
  async flatOut(
    order: {
      readonly connections: number
      readonly ms: number
      readonly abandons?: boolean
      /** No more than that. */
      readonly count?: number
    },
    url: URL,
    exchange: Exchange,
  ): Promise<void> {
    const { connections, ms, abandons = false, count = Number.POSITIVE_INFINITY } = order
    const open = this.#connected(url, connections)
    const end = performance.now() + ms
    let sent = 0
    const one = async (index: number): Promise<void> => {
      while (performance.now() < end && sent++ < count) {
        const answered = await exchange(open[index]!, performance.now())
        if (!answered && performance.now() < end) open[index] = this.#connect(url)
      }
    }
    if (abandons) setTimeout(() => this.#closeAll(), ms)
    await Promise.all(open.map((_connection, index) => one(index)))
  }

  /**
   * An open loop: every message has its moment and is sent then, whether or not the ones before are answered; its time
   * is counted from that moment, so that what waits for a slow gateway is not left out.
   */
  async atRate(
    { perSecond, ms }: { readonly perSecond: number; readonly ms: number },
    url: URL,
    exchange: Exchange,
  ): Promise<void> {
    const free = this.#connected(url, 8)
    const start = performance.now() + 5
    const total = Math.floor((perSecond * ms) / 1000)
    const under: Promise<void>[] = []
    const send = async (due: number): Promise<void> => {
      const connection = free.pop() ?? this.#connect(url)
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
    this.#connections = free
  }

  /** All at the same moment, each on a connection of its own. */
  async atOnce({ count }: { readonly count: number }, url: URL, exchange: Exchange): Promise<void> {
    const now = performance.now()
    const open = this.#connected(url, count)
    await Promise.all(open.map((connection) => exchange(connection, now)))
    this.#closeAll()
  }

  #connected(url: URL, count: number): Connection[] {
    if (this.#connectedTo !== url.href) this.#closeAll()
    this.#connectedTo = url.href
    while (this.#connections.length < count) this.#connections.push(this.#connect(url))
    return this.#connections
  }

  #connect(url: URL): Connection {
    return new Connection(url, { keepsAnswer: this.#keepsAnswer })
  }

  #closeAll(): void {
    for (const connection of this.#connections) connection.close()
    this.#connections = []
  }
}
