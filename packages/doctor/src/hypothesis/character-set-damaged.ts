import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** What a wrong `Content-Type` or a default of the platform makes of UTF-8. */
const wrongSets = ['windows-1251', 'windows-1252', 'koi8-r', 'ibm866']

/** UTF-8 was read in another character set and written as UTF-8 again, once or twice. */
export const characterSetDamaged: BodyHypothesis = {
  code: 'character-set-damaged',
  isCostly: true,
  *guesses(patient) {
    for (const charset of wrongSets) {
      const once = reread(patient.text, charset)
      if (once === undefined) continue
      yield* rewritten(patient, [[once, { charset }]])
      const twice = reread(once, charset)
      if (twice !== undefined) yield* rewritten(patient, [[twice, { charset }]])
    }
  },
}

/** The text that becomes this one when its UTF-8 is read in the character set; undefined when none does. */
function reread(text: string, charset: string): string | undefined {
  const bytes = encoded(text, charset)
  if (bytes === undefined) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined // these bytes are no UTF-8: it was not that
  }
}

const tables = new Map<string, ReadonlyMap<string, number>>()

/** In a character set of one byte; undefined when it lacks a character. */
export function encoded(text: string, charset: string): Uint8Array | undefined {
  let table = tables.get(charset)
  if (table === undefined) {
    const decoder = new TextDecoder(charset)
    table = new Map(
      Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
    )
    tables.set(charset, table)
  }
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const byte = table.get(text[at]!)
    if (byte === undefined) return undefined
    bytes[at] = byte
  }
  return bytes
}
