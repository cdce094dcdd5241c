import { parentPort } from 'node:worker_threads'
import {
  type CompiledSchema,
  loadSchemaCompiler,
  SchemaError,
  type SchemaFile,
  type SchemaProblem,
  type SchemaSubject,
} from '@arna/xml'

/** Each is answered by one `SchemaReply`, in order. */
export type SchemaTask =
  | { readonly kind: 'learn'; readonly key: string; readonly files: readonly SchemaFile[] }
  | { readonly kind: 'forget'; readonly key: string }
  | { readonly kind: 'check'; readonly key: string; readonly subject: SchemaSubject }

export type SchemaReply =
  | { readonly kind: 'ready' | 'learned' | 'forgotten' }
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'checked'; readonly problems: readonly SchemaProblem[] }

/** The thread that checks payloads against schemas: what takes long here holds up nobody who is not waiting for it. */
const compileSchema = await loadSchemaCompiler()
const schemas = new Map<string, CompiledSchema>()

function work(task: SchemaTask): SchemaReply {
  if (task.kind === 'check') {
    return { kind: 'checked', problems: schemas.get(task.key)!.validate(task.subject) }
  }
  if (task.kind === 'forget') {
    schemas.get(task.key)?.dispose()
    schemas.delete(task.key)
    return { kind: 'forgotten' }
  }
  try {
    schemas.set(task.key, compileSchema(task.files))
    return { kind: 'learned' }
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return { kind: 'unusable', why: error.message }
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
const reply = (said: SchemaReply): void => parentPort!.postMessage(said)

parentPort!.on('message', (task: SchemaTask) => reply(work(task)))
reply({ kind: 'ready' })
