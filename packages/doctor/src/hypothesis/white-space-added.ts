import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { trimmed } from './indentation-added.ts'

/** Texts got white space around them after signing, as templates put it. */
export const whiteSpaceAdded: BodyHypothesis = {
  code: 'white-space-added',
  isCostly: true,
  guesses: (patient) => rewritten(patient, [[trimmedFields(patient.text)]]),
}

/** Texts alone: white space between elements stays. */
const trimmedFields = (text: string): string =>
  text.replaceAll(/>([^<>]+)</g, (all, content: string) =>
    trimmed(content) === '' ? all : `>${trimmed(content)}<`,
  )
