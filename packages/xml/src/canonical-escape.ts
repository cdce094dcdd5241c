import type { CanonicalOutput } from './canonical-output.ts'
import { canonicalTextStops, canonicalValueStops } from './characters.ts'
import { digitOf } from './reference.ts'

const lessThan = Buffer.from('&lt;')
const greaterThan = Buffer.from('&gt;')
const ampersand = Buffer.from('&amp;')
const quote = Buffer.from('&quot;')
const tab = Buffer.from('&#x9;')
const lineFeed = Buffer.from('&#xA;')
const carriageReturn = Buffer.from('&#xD;')

/** Writes the content of a CDATA section as the text it stands for (Canonical XML §2.3, text nodes). */
export function writeCdata(
  output: CanonicalOutput,
  source: Buffer,
  start: number,
  end: number,
): void {
  let at = start
  while (at < end) {
    const from = at
    while (at < end && canonicalTextStops[source[at]!] === 0) at++
    if (at > from) output.copy(from, at)
    if (at >= end) break
    const byte = source[at]!
    if (byte === 0x0d) writeLineEnd(output, source, at, 0x0a)
    else writeTextCharacter(output, byte)
    at++
  }
}

/** Writes a comment's or a processing instruction's characters: only line ends change. */
export function writeLiteral(
  output: CanonicalOutput,
  source: Buffer,
  start: number,
  end: number,
): void {
  let at = start
  while (at < end) {
    const from = at
    while (at < end && source[at] !== 0x0d) at++
    if (at > from) output.copy(from, at)
    if (at < end) writeLineEnd(output, source, at, 0x0a)
    at++
  }
}

/** Writes an attribute value of the source in canonical form, without its quotes. */
export function writeValue(
  output: CanonicalOutput,
  source: Buffer,
  start: number,
  end: number,
): void {
  let at = start
  while (at < end) {
    const from = at
    while (at < end && canonicalValueStops[source[at]!] === 0) at++
    if (at > from) output.copy(from, at)
    if (at >= end) break
    const byte = source[at]!
    if (byte === 0x26) {
      at = writeReference(output, source, at, writeValueCharacter)
      continue
    }
    if (byte === 0x0d) writeLineEnd(output, source, at, 0x20)
    else if (byte === 0x22) output.bytes(quote)
    else output.byte(0x20) // literal tab or line feed
    at++
  }
}

/** Writes UTF-8 which is no source, such as a decoded namespace, as an attribute value. */
export function writeDecodedValue(output: CanonicalOutput, bytes: Uint8Array): void {
  for (const byte of bytes) {
    if (byte < 0x80) writeValueCharacter(output, byte)
    else output.byte(byte)
  }
}

/** A CR, or a CR LF of which the LF is still to come: one line end (XML 1.0 §2.11). */
export function writeLineEnd(
  output: CanonicalOutput,
  source: Buffer,
  at: number,
  replacement: number,
): void {
  if (source[at + 1] !== 0x0a) output.byte(replacement)
}

/** Writes what a reference in text stands for; returns the offset after its `;`. */
export function writeTextReference(output: CanonicalOutput, source: Buffer, at: number): number {
  return writeReference(output, source, at, writeTextCharacter)
}

function writeReference(
  output: CanonicalOutput,
  source: Buffer,
  start: number,
  write: (output: CanonicalOutput, codePoint: number) => void,
): number {
  const second = source[start + 1]!
  if (second !== 0x23) {
    const third = source[start + 2]!
    if (second === 0x6c) return kept(output, start, 4, write, 0x3c)
    if (second === 0x67) return kept(output, start, 4, write, 0x3e)
    if (third === 0x6d) return kept(output, start, 5, write, 0x26)
    return kept(output, start, 6, write, second === 0x71 ? 0x22 : 0x27)
  }
  const base = source[start + 2] === 0x78 ? 16 : 10
  let at = start + (base === 16 ? 3 : 2)
  let codePoint = 0
  while (source[at] !== 0x3b) codePoint = codePoint * base + digitOf(source[at++]!)
  write(output, codePoint)
  return at + 1
}

/** A named reference whose canonical form is itself stays a stretch of the source. */
function kept(
  output: CanonicalOutput,
  start: number,
  length: number,
  write: (output: CanonicalOutput, codePoint: number) => void,
  codePoint: number,
): number {
  const inText = write === writeTextCharacter
  const same =
    codePoint === 0x3c || codePoint === 0x26 || (inText ? codePoint === 0x3e : codePoint === 0x22)
  if (same) output.copy(start, start + length)
  else write(output, codePoint)
  return start + length
}

export function writeTextCharacter(output: CanonicalOutput, codePoint: number): void {
  if (codePoint === 0x3c) output.bytes(lessThan)
  else if (codePoint === 0x3e) output.bytes(greaterThan)
  else if (codePoint === 0x26) output.bytes(ampersand)
  else if (codePoint === 0x0d) output.bytes(carriageReturn)
  else output.character(codePoint)
}

function writeValueCharacter(output: CanonicalOutput, codePoint: number): void {
  if (codePoint === 0x3c) output.bytes(lessThan)
  else if (codePoint === 0x26) output.bytes(ampersand)
  else if (codePoint === 0x22) output.bytes(quote)
  else if (codePoint === 0x09) output.bytes(tab)
  else if (codePoint === 0x0a) output.bytes(lineFeed)
  else if (codePoint === 0x0d) output.bytes(carriageReturn)
  else output.character(codePoint)
}
