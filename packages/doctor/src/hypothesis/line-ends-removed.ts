import { type BodyHypothesis, rewritten } from './hypothesis.ts'

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
  yield [text.replaceAll('><', '>\n<')]
  yield [text.replaceAll(/>(?=<)(?!<\/)/g, '>\n')]
}
