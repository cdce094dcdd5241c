import { type BodyHypothesis, rewritten } from './hypothesis.ts'

const lineEnd = /\r\n|\n|\r/g

/** The signer had line ends of Windows, and something took the carriage returns out, as clients of SHEP do on purpose. */
export const carriageReturnsRemoved: BodyHypothesis = {
  code: 'carriage-returns-removed',
  isCostly: true,
  guesses: (patient) => rewritten(patient, withReturns(patient.text)),
}

function* withReturns(text: string): Generator<readonly [string]> {
  yield [text.replaceAll(lineEnd, '&#13;\n')]
  yield [text.replaceAll('&#10;', '&#13;&#10;')]
  yield [
    text.replaceAll(/>([^<>]+)</g, (all, content: string) =>
      content.trim() === '' ? all : `>${content.replaceAll(lineEnd, '&#13;\n')}<`,
    ),
  ]
}
