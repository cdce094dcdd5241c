/** A Body as text, parted at what stands inside `data`; undefined when there is none. */
export interface PayloadParts {
  readonly before: string
  readonly inside: string
  readonly after: string
}

export function payloadParts(text: string): PayloadParts | undefined {
  const start = /<(?:[^\s<>:/]+:)?data(?:\s[^<>]*)?>/.exec(text)
  const end = text.lastIndexOf('</', text.lastIndexOf('data'))
  if (start === null) return undefined
  const from = start.index + start[0].length
  if (end < from) return undefined
  return { before: text.slice(0, from), inside: text.slice(from, end), after: text.slice(end) }
}
