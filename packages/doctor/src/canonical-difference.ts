import type { Evidence } from './diagnosis.ts'
import { blankPasswords, withoutBlanks } from './hide-passwords.ts'

const shownCharacters = 40
const charactersBefore = 24

/** The first byte in which the canonical forms differ; undefined when they are equal. */
export function canonicalDifference(
  signed: Uint8Array,
  received: Uint8Array,
): Evidence | undefined {
  const offset = firstDifference(signed, received)
  if (offset === undefined) return undefined
  return {
    offset,
    line: countLines(received, offset),
    before: excerpt(received, offset, 'before'),
    signed: excerpt(signed, offset, 'after'),
    received: excerpt(received, offset, 'after'),
  }
}

function firstDifference(left: Uint8Array, right: Uint8Array): number | undefined {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) if (left[at] !== right[at]) return at
  return left.length === right.length ? undefined : length
}

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 1
  for (let at = 0; at < end; at++) if (bytes[at] === 0x0a) lines++
  return lines
}

/** Passwords are blanked in the whole form, not in the excerpt, in which they may have no beginning. */
function excerpt(bytes: Uint8Array, offset: number, side: 'before' | 'after'): string {
  const start = characterStart(bytes, offset)
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // One character per byte, so that places in bytes hold until the characters are put together again.
  const blanked = blankPasswords(all.toString('latin1'))
  const part =
    side === 'before'
      ? blanked.slice(Math.max(0, start - 4 * charactersBefore), start)
      : blanked.slice(start, start + 4 * shownCharacters)
  const characters = [...withoutBlanks(utf8Of(part))]
  const cut =
    side === 'before' ? characters.slice(-charactersBefore) : characters.slice(0, shownCharacters)
  return visible(cut.join(''))
}

function characterStart(bytes: Uint8Array, offset: number): number {
  let start = offset
  while (start > 0 && offset - start < 3 && (bytes[start]! & 0xc0) === 0x80) start--
  return start
}

/** Blanks are beyond Latin-1: what stands between them is put together from bytes. */
function utf8Of(latin1: string): string {
  return latin1
    .split(/(\uFFFF+)/)
    .map((part) => (part.startsWith('\uFFFF') ? part : Buffer.from(part, 'latin1').toString()))
    .join('')
}

const pictures: Readonly<Record<string, string>> = {
  '\n': '↵',
  '\r': '␍',
  '\t': '⇥',
  '\u00A0': '⍽',
  '\uFEFF': '‹BOM›',
}

/** Control characters, unusual spaces and changes of direction, written so that they can be seen. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u00A0\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu,
    (character) =>
      pictures[character] ??
      `‹U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`,
  )
}
