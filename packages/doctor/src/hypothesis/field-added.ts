import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { field } from './white-space-trimmed.ts'

const mostFields = 16

/** A field was filled or put in after signing: the password or the sessionId, often. */
export const fieldAdded: BodyHypothesis = {
  code: 'field-added',
  isCostly: true,
  guesses: (patient) => rewritten(patient, without(patient.text)),
}

function* without(text: string): Generator<readonly [string, { field: string }]> {
  let count = 0
  for (const match of text.matchAll(field)) {
    if (++count > mostFields) return
    const [all, name = '', content = ''] = match
    const [start, end] = [match.index, match.index + all.length]
    const named = { field: name }
    yield [text.slice(0, start) + text.slice(end), named]
    const contentStart = start + all.indexOf('>') + 1
    if (content === '') continue
    yield [text.slice(0, contentStart) + text.slice(contentStart + content.length), named]
    yield [text.slice(0, contentStart) + '?' + text.slice(contentStart + content.length), named]
  }
}
