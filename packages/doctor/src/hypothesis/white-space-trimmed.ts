import { type BodyHypothesis, rewritten } from './hypothesis.ts'

const mostFields = 16
const restored: readonly [before: string, after: string][] = [
  ['', '\n'],
  ['\n', '\n'],
  ['', ' '],
  ['\n', ''],
]

/** One text lost the white space at its ends after signing: base64 with its last line end, most often. */
export const whiteSpaceTrimmed: BodyHypothesis = {
  code: 'white-space-trimmed',
  isCostly: true,
  guesses: (patient) => rewritten(patient, untrimmed(patient.text)),
}

/** An element that holds text alone, and where its text stands. */
export const field = /<([^\s<>/!?]+)(?:\s[^<>]*)?>([^<>]*)<\/\1\s*>/g

function* untrimmed(text: string): Generator<readonly [string, { field: string }]> {
  let count = 0
  for (const match of text.matchAll(field)) {
    if (++count > mostFields) return
    const [all, name = '', content = ''] = match
    const start = match.index + all.indexOf('>') + 1
    for (const [before, after] of restored) {
      yield [
        text.slice(0, start) + before + content + after + text.slice(start + content.length),
        { field: name },
      ]
    }
  }
}
