import { Worker } from 'node:worker_threads'
import type { SchemaFile, SchemaProblem, SchemaSubject } from '@arna/xml'
import { SenderLines } from './sender-lines.ts'
import type { SchemaReply, SchemaTask } from './schema-worker.ts'

/** One thread that checks payloads one after another, of each sender in turn. */
export interface SchemaLane {
  /** `key` names the files: the same key, the same files. */
  compile(key: string, files: readonly SchemaFile[]): Promise<DoneVerdict>
  check(
    key: string,
    files: readonly SchemaFile[],
    subject: SchemaSubject,
    asker: Asker,
  ): Promise<SchemaVerdict>
  close(): Promise<void>
}

/** On whose behalf something is checked. */
export interface Asker {
  readonly senderId: string
  /** What came back from a provider is not sent away because others of its sender wait. */
  readonly mayBePutOff: boolean
}

type DoneVerdict =
  | { readonly kind: 'checked'; readonly problems: readonly SchemaProblem[] }
  /** The files are no schema. */
  | { readonly kind: 'unusable'; readonly why: string }
  /** The payload asks too much of the checker. */
  | { readonly kind: 'given-up'; readonly why: string }

export type SchemaVerdict =
  | DoneVerdict
  /** So many of this sender wait already. */
  | { readonly kind: 'busy'; readonly waiting: number }

export interface LaneLimits {
  /** For one payload; the thread that takes longer is ended. */
  readonly checkMs: number
  /** Of one sender at a time: each may take its whole time, and is held in memory until then. */
  readonly mostWaiting: number
  /** The thread ends, and its memory is free, when nobody has asked for so long; never when left out. */
  readonly idleMs?: number
  /** To compile a schema; 10 s when left out. */
  readonly learnMs?: number
}

/** To start a thread or to compile a schema: these wait for no stranger's bytes. */
const prepareMs = 10_000

const hopelessMs = 10 * 60_000

/** Schemas of former registries fall out at the end. */
const mostSchemas = 100

/** No sender is called so. */
const nobody = ''

class GivenUp extends Error {}

export function openSchemaLane({
  checkMs,
  mostWaiting,
  idleMs,
  learnMs = prepareMs,
}: LaneLimits): SchemaLane {
  let worker: Worker | undefined
  /** What the thread has compiled, the last used last; a sentence where it could not. */
  let known = new Map<string, string | undefined>()
  /** Schemas whose reading was given up, until they may be tried again: each try ends the thread, and others wait for it. */
  const hopeless = new Map<string, { readonly why: string; readonly untilMs: number }>()
  const lines = new SenderLines()
  let idle: NodeJS.Timeout | undefined

  const end = async (): Promise<void> => {
    const ended = worker
    worker = undefined
    known = new Map()
    await ended?.terminate()
  }

  const start = (): Worker => {
    const started = startThread()
    // One that breaks while nobody waits for it is simply no longer there.
    started.on('error', () => undefined)
    started.once('exit', () => {
      if (worker === started) void end()
    })
    return started
  }

  const ask = async (task: SchemaTask | undefined, limitMs: number): Promise<SchemaReply> => {
    const thread = (worker ??= start())
    try {
      return await answerOf(thread, task, limitMs)
    } catch (error) {
      await end()
      throw error
    }
  }

  const learned = async (key: string, files: readonly SchemaFile[]): Promise<SchemaReply> => {
    try {
      return await ask({ kind: 'learn', key, files }, learnMs)
    } catch (error) {
      hopeless.set(key, { why: (error as Error).message, untilMs: performance.now() + hopelessMs })
      throw error
    }
  }

  const learn = async (key: string, files: readonly SchemaFile[]): Promise<string | undefined> => {
    const gaveUp = hopeless.get(key)
    if (gaveUp !== undefined && gaveUp.untilMs > performance.now()) {
      return `to read it was given up: ${gaveUp.why}`
    }
    hopeless.delete(key)
    if (worker === undefined) await ask(undefined, prepareMs)
    const isKnown = known.has(key)
    let why = known.get(key)
    if (!isKnown) {
      const reply = await learned(key, files)
      why = reply.kind === 'unusable' ? reply.why : undefined
    }
    known.delete(key)
    known.set(key, why)
    const [oldest] = known.keys()
    if (known.size > mostSchemas && oldest !== undefined) {
      known.delete(oldest)
      await ask({ kind: 'forget', key: oldest }, prepareMs)
    }
    return why
  }

  const verdict = async (
    key: string,
    files: readonly SchemaFile[],
    subject?: SchemaSubject,
  ): Promise<DoneVerdict> => {
    try {
      const why = await learn(key, files)
      if (why !== undefined) return { kind: 'unusable', why }
      const reply = subject && (await ask({ kind: 'check', key, subject }, checkMs))
      return { kind: 'checked', problems: reply?.kind === 'checked' ? reply.problems : [] }
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error
      return { kind: 'given-up', why: error.message }
    }
  }

  const inTurn = async (
    senderId: string,
    work: () => Promise<DoneVerdict>,
  ): Promise<DoneVerdict> => {
    clearTimeout(idle)
    try {
      return await lines.run(senderId, work)
    } finally {
      if (lines.areEmpty && idleMs !== undefined)
        idle = setTimeout(() => void end(), idleMs).unref()
    }
  }

  return {
    compile: (key, files) => inTurn(nobody, () => verdict(key, files)),
    check: async (key, files, subject, { senderId, mayBePutOff }) => {
      const waiting = lines.waitingOf(senderId)
      if (mayBePutOff && waiting >= mostWaiting) return { kind: 'busy', waiting }
      return inTurn(senderId, () => verdict(key, files, subject))
    },
    close: async () => {
      clearTimeout(idle)
      await end()
    },
  }
}

/** A thread with nothing of ours but the code: no arguments, no environment. */
function startThread(): Worker {
  const worker = new Worker(new URL('./schema-worker.ts', import.meta.url), {
    execArgv: [],
    env: {},
  })
  worker.unref()
  return worker
}

/** Without a task: that the thread is ready. Throws GivenUp when it takes too long or breaks. */
function answerOf(
  worker: Worker,
  task: SchemaTask | undefined,
  limitMs: number,
): Promise<SchemaReply> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    const onMessage = (reply: SchemaReply): void => {
      settle()
      resolve(reply)
    }
    const onError = (error: unknown): void => {
      settle()
      reject(new GivenUp('the checker broke down', { cause: error }))
    }
    const onExit = (): void => onError(undefined)
    const timer = setTimeout(() => {
      settle()
      reject(new GivenUp(`it took longer than ${limitMs / 1000} s`))
    }, limitMs)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    if (task !== undefined) worker.postMessage(task)
  })
}
