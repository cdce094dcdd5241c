import { posix } from 'node:path'
import { xmlCleanupInputProvider, xmlRegisterInputProvider } from 'libxml2-wasm'
import type { SchemaFile } from './schema.ts'

/**
 * While `work` runs, libxml2 can open these files by their names; before and afterwards it can open nothing at all.
 * `missing` are the names that it asked for in vain.
 */
export function offering<Value>(
  files: readonly SchemaFile[],
  work: () => Value,
): { readonly value: Value; readonly missing: readonly string[] } {
  const texts = new Map(files.map(({ name, text }) => [name, Buffer.from(text)]))
  const open = new Map<number, { readonly bytes: Buffer; at: number }>()
  const missing = new Set<string>()
  const find = (name: string): Buffer | undefined => texts.get(posix.normalize(name))
  let last = 0
  xmlCleanupInputProvider()
  xmlRegisterInputProvider({
    match: (name) => {
      const isThere = find(name) !== undefined
      if (!isThere) missing.add(name)
      return isThere
    },
    open: (name) => {
      open.set(++last, { bytes: find(name)!, at: 0 })
      return last
    },
    read: (descriptor, buffer) => {
      const file = open.get(descriptor)!
      const count = file.bytes.copy(buffer, 0, file.at)
      file.at += count
      return count
    },
    close: (descriptor) => open.delete(descriptor),
  })
  try {
    return { value: work(), missing: [...missing] }
  } finally {
    xmlCleanupInputProvider()
  }
}
