/** Markup that is ready: what `html` made, and nothing else. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | false | undefined | readonly Part[]

/**
 * A template whose every value is escaped, in texts and in quoted attributes alike; what is markup already stays, lists
 * are joined, false and undefined are nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.map((text, index) => text + written(parts[index]))
  return { markup: pieces.join('') }
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return isList(part) ? part.map(written).join('') : part.markup
}

const isList = (part: Html | readonly Part[]): part is readonly Part[] => Array.isArray(part)

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters that HTML does not know, and those that turn the direction of writing, are shown as a box. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"']/g, (character) => escapes[character]!)
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]/g, '\u25AF')
