const opening =
  /(?:<|&lt;)(?:[^\s<>&:/]{1,100}:)?password(?:\s(?:[^<>]{0,500}?[^<>/])?)?(?:>|&gt;)/gi
const closing = /(?:<|&lt;)\/(?:[^\s<>&:/]{1,100}:)?password\s{0,100}(?:>|&gt;)/gi

const hidden = '•'.repeat(3)

/**
 * The text with the content of every password element cut out, in markup and in payloads that hold markup as text. What
 * begins and never ends is cut out to the end: broken text is shown, too.
 */
export function hidePasswords(text: string): string {
  let shown = ''
  let from = 0
  for (const [start, end] of passwordRanges(text)) {
    shown += text.slice(from, start) + hidden
    from = end
  }
  return shown + text.slice(from)
}

/** The same without a change of length, so that places stay where they are: each unit becomes U+FFFF. */
export function blankPasswords(text: string): string {
  let shown = ''
  let from = 0
  for (const [start, end] of passwordRanges(text)) {
    shown += text.slice(from, start) + blank.repeat(end - start)
    from = end
  }
  return shown + text.slice(from)
}

/** No XML holds it. */
const blank = '\uFFFF'

export const withoutBlanks = (text: string): string => text.replaceAll(/\uFFFF+/g, hidden)

/** Both expressions are looked for once, from left to right: thousands of beginnings cost no more than their length. */
function passwordRanges(text: string): [start: number, end: number][] {
  const ends = Array.from(text.matchAll(closing), ({ index }) => index)
  const ranges: [number, number][] = []
  let next = 0
  let last = 0
  for (const match of text.matchAll(opening)) {
    const start = match.index + match[0].length
    if (start < last) continue
    while (next < ends.length && ends[next]! < start) next++
    const end = ends[next] ?? text.length
    if (end > start) ranges.push([start, end])
    last = end
  }
  return ranges
}
