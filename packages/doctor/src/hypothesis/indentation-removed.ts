import { indent } from './indent.ts'
import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { withPrettyPayload } from './pretty-payload.ts'

const units = ['  ', '    ', '\t', '']
/** How deep the Body may stand: as a child of the envelope, or written as a fragment. */
const depths = [1, 0, 2]

/** The message was signed nicely printed, and something took the white space out. */
export const indentationRemoved: BodyHypothesis = {
  code: 'indentation-removed',
  isCostly: true,
  guesses: (patient) => rewritten(patient, indented(patient.text)),
}

function* indented(text: string): Generator<readonly [string]> {
  yield* withPrettyPayload(text)
  for (const unit of units) {
    for (const depth of unit === '' ? [0] : depths) yield [indent(text, unit, depth)]
  }
}
