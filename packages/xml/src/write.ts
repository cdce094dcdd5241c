/** The text as canonical XML writes it. Throws TypeError when XML cannot hold one of its characters. */
export function escapeText(text: string): string {
  refuseForbidden(text)
  return text.replace(/[&<>\r]/g, (character) => textEscapes[character]!)
}

/** The attribute value as canonical XML writes it between `"` and `"`. Throws TypeError as `escapeText` does. */
export function escapeAttribute(value: string): string {
  refuseForbidden(value)
  return value.replace(/[&<"\t\n\r]/g, (character) => attributeEscapes[character]!)
}

const textEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}

const attributeEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

// Everything XML 1.0 forbids: controls, lone surrogates, U+FFFE and U+FFFF.
// oxlint-disable-next-line no-control-regex
const forbidden = /[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/u

function refuseForbidden(text: string): void {
  const found = forbidden.exec(text)
  if (found === null) return
  const codePoint = found[0].codePointAt(0)!
  const code = codePoint.toString(16).toUpperCase().padStart(4, '0')
  throw new TypeError(`XML cannot hold the character U+${code} (at index ${found.index})`)
}
