import { Fault } from '@arna/message'

/** Who wants a place, and how many each side has. */
export interface PlaceWish {
  readonly senderId: string
  readonly senderPlaces: number
  readonly serviceId: string
  readonly servicePlaces: number
}

/** Gives the place back; once. */
export type LeavePlace = () => void

export interface PlacesOptions {
  /** How long a message waits for a place. A client waits a minute, and the provider wants its share of that. */
  readonly longestWaitMs?: number
}

interface Waiting {
  readonly wish: PlaceWish
  readonly enter: () => void
}

/** The messages that wait for one service: a line per sender, served in turns. */
type Lines = Map<string, Waiting[]>

/**
 * How many messages are under way at a time, of each sender and with each service. A slow provider holds its own places
 * and nobody else's; a greedy sender waits for its own. Whoever waits holds none, the lines are bounded, and the places of
 * a service go to the waiting senders in turns.
 */
export class Places {
  readonly #bySender = new Map<string, number>()
  readonly #byService = new Map<string, number>()
  readonly #lines = new Map<string, Lines>()
  readonly #longestWaitMs: number

  constructor({ longestWaitMs = 5_000 }: PlacesOptions = {}) {
    this.#longestWaitMs = longestWaitMs
  }

  /** Messages under way, and those that wait for their place. */
  get counts(): { readonly underWay: number; readonly waiting: number } {
    let underWay = 0
    for (const count of this.#byService.values()) underWay += count
    let waiting = 0
    for (const lines of this.#lines.values()) waiting += waitingIn(lines)
    return { underWay, waiting }
  }

  /** Throws Fault `sender-busy` or `service-busy` when the line is full, or when no place came free in time. */
  take(wish: PlaceWish): Promise<LeavePlace> | LeavePlace {
    const lines = this.#lines.get(wish.serviceId)
    if (lines?.has(wish.senderId) !== true && this.#isFree(wish)) return this.#enter(wish)
    if (this.#lineIsFull(wish, lines)) throw this.#busy(wish)
    return this.#wait(wish)
  }

  #wait(wish: PlaceWish): Promise<LeavePlace> {
    const lines = entry<string, Lines>(this.#lines, wish.serviceId, () => new Map())
    const line = entry<string, Waiting[]>(lines, wish.senderId, () => [])
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(wish, waiting)
        reject(this.#busy(wish))
      }, this.#longestWaitMs)
      const waiting: Waiting = {
        wish,
        enter: () => {
          clearTimeout(timer)
          resolve(this.#enter(wish))
        },
      }
      line.push(waiting)
    })
  }

  /** As many may wait as may be under way: a longer line would only wait in vain. */
  #lineIsFull({ senderId, senderPlaces, servicePlaces }: PlaceWish, lines?: Lines): boolean {
    if (lines === undefined) return false
    const own = lines.get(senderId)?.length ?? 0
    // One sender leaves room in the line of a service for others.
    const share = Math.max(1, Math.ceil(servicePlaces / 2))
    return own >= Math.min(senderPlaces, share) || waitingIn(lines) >= servicePlaces * 2
  }

  #isFree({ senderId, senderPlaces, serviceId, servicePlaces }: PlaceWish): boolean {
    return (
      (this.#bySender.get(senderId) ?? 0) < senderPlaces &&
      (this.#byService.get(serviceId) ?? 0) < servicePlaces
    )
  }

  #enter(wish: PlaceWish): LeavePlace {
    add(this.#bySender, wish.senderId, 1)
    add(this.#byService, wish.serviceId, 1)
    let left = false
    return () => {
      if (left) return
      left = true
      add(this.#bySender, wish.senderId, -1)
      add(this.#byService, wish.serviceId, -1)
      this.#letIn(wish)
    }
  }

  /** A place came free: of this service for anybody, of this sender for any service. */
  #letIn({ serviceId, senderId }: PlaceWish): void {
    const own = this.#lines.get(serviceId)
    if (own !== undefined) this.#letInOneOf(serviceId, own)
    for (const [other, lines] of this.#lines) {
      if (other !== serviceId && lines.has(senderId)) this.#letInOneOf(other, lines)
    }
  }

  #letInOneOf(serviceId: string, lines: Lines): void {
    for (const [senderId, line] of lines) {
      const next = line[0]
      if (next === undefined || !this.#isFree(next.wish)) continue
      line.shift()
      // Behind the others: who was served waits for them.
      lines.delete(senderId)
      if (line.length > 0) lines.set(senderId, line)
      if (lines.size === 0) this.#lines.delete(serviceId)
      next.enter()
      return
    }
  }

  #forget({ serviceId, senderId }: PlaceWish, waiting: Waiting): void {
    const lines = this.#lines.get(serviceId)
    const line = lines?.get(senderId)
    if (lines === undefined || line === undefined) return
    const rest = line.filter((one) => one !== waiting)
    if (rest.length > 0) lines.set(senderId, rest)
    else lines.delete(senderId)
    if (lines.size === 0) this.#lines.delete(serviceId)
  }

  #busy({ senderId, senderPlaces, serviceId, servicePlaces }: PlaceWish): Fault {
    const retryAfterSeconds = Math.max(1, Math.round(this.#longestWaitMs / 1000))
    if ((this.#bySender.get(senderId) ?? 0) >= senderPlaces) {
      return new Fault(
        'sender-busy',
        `${senderPlaces} messages of ${senderId} are under way, which is its limit here`,
        { retryAfterSeconds },
      )
    }
    return new Fault(
      'service-busy',
      `${servicePlaces} messages to ${serviceId} are under way, which is its limit here, and more wait`,
      { retryAfterSeconds },
    )
  }
}

function waitingIn(lines: Lines): number {
  let count = 0
  for (const line of lines.values()) count += line.length
  return count
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
