import { connect, type Socket } from 'node:net'

/** One keep-alive connection that carries one exchange at a time, with as little work of ours as HTTP allows. */
export class Connection {
  readonly #socket: Socket
  readonly #url: URL
  readonly #keeps: boolean
  #body: Buffer[] = []
  #answered: ((status: number) => void) | undefined
  #lost: ((error: Error) => void) | undefined
  #status = 0
  /** Of the body; -1 while the head is not complete, Infinity when its end has to be looked for. */
  #left = -1
  #tail = ''

  constructor(url: URL, { keepsAnswer = false }: { readonly keepsAnswer?: boolean } = {}) {
    this.#url = url
    this.#keeps = keepsAnswer
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.#socket.on('error', (error) => this.#lose(error))
    this.#socket.on('close', () => this.#lose(new Error('the connection was closed')))
  }

  /** Resolves with the status when the whole answer is there. */
  exchange(message: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#lost = reject
      this.#body = []
      this.#socket.cork()
      this.#socket.write(
        `POST ${this.#url.pathname} HTTP/1.1\r\nHost: ${this.#url.host}\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: ${message.byteLength}\r\n\r\n`,
      )
      this.#socket.write(message)
      this.#socket.uncork()
    })
  }

  /** The body of the last answer, where it is kept; of a chunked one with what stands between the chunks. */
  get answer(): Buffer {
    return Buffer.concat(this.#body)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const body = this.#left === -1 ? this.#takeHead(chunk) : chunk
    if (body === undefined) return
    if (this.#keeps) this.#body.push(body)
    this.#left -= body.length
    if (this.#left === Infinity) {
      this.#tail = `${this.#tail}${body.subarray(-5).toString('latin1')}`.slice(-5)
      if (this.#tail !== '0\r\n\r\n') return
    } else if (this.#left > 0) return
    this.#left = -1
    this.#tail = ''
    this.#answered?.(this.#status)
  }

  /** Gives what follows the head, as soon as that is whole. */
  #takeHead(chunk: Buffer): Buffer | undefined {
    const text = this.#tail + chunk.toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    if (end === -1) {
      this.#tail = text
      return undefined
    }
    const head = text.slice(0, end)
    this.#status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)
    this.#left = length === null ? Infinity : Number(length[1])
    const before = this.#tail.length
    this.#tail = ''
    return chunk.subarray(end + 4 - before)
  }

  #lose(error: Error): void {
    this.#socket.destroy()
    this.#lost?.(error)
  }
}
