import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { payloadParts } from './payload-parts.ts'

/** `curl --data` sends a file without its line ends; spaces of the indentation stay. */
export const lineEndsRemoved: BodyHypothesis = {
  code: 'line-ends-removed',
  isCostly: true,
  guesses: (patient) => rewritten(patient, withLineEnds(patient.text)),
}

function* withLineEnds(text: string): Generator<readonly [string]> {
  const beforeSpaces = text.replaceAll(/>([ \t]+)</g, '>\n$1<')
  yield [beforeSpaces]
  // The last line of the Body is indented less than the element inside, often not at all.
  yield [beforeSpaces.replace(/>(<\/[^<>]*>)$/, '>\n$1')]
  yield [beforeSpaces.replace(/^(<[^<>]*>)(?=<)/, '$1\n').replace(/>(<\/[^<>]*>)$/, '>\n$1')]
  yield* inPayload(beforeSpaces)
  yield [text.replaceAll('><', '>\n<')]
  yield [text.replaceAll(/>(?=<)(?!<\/)/g, '>\n')]
}

/** A payload with lines of its own: before its end tag there is no indentation, and often a line end after it. */
function* inPayload(text: string): Generator<readonly [string]> {
  const parts = payloadParts(text)
  if (parts === undefined) return
  const ended = parts.inside.replace(/>(<\/[^<>]*>)$/, '>\n$1')
  for (const inside of [ended, `${ended}\n`, `\n${ended}\n`]) {
    yield [parts.before + inside + parts.after]
  }
}
