/** A place in a document; counted only when something is wrong with it. */
export interface Place {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** Lines end with LF, CR or CR LF; columns count code points, a byte order mark is none. */
export function placeOf(bytes: Uint8Array, offset: number): Place {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  let line = 1
  let column = 1
  for (let at = marked ? 3 : 0; at < offset; at++) {
    const byte = bytes[at]!
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
      line++
      column = 1
    } else if (byte === 0x0d) {
      column = 1
    } else if ((byte & 0xc0) !== 0x80) {
      column++
    }
  }
  return { offset, line, column }
}
