import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** The ways to write a carriage return that a parser does not take for the end of a line. */
export const carriageReturn = /&#(?:13|x0*[dD]);/g

/** Line ends of Windows came in after signing: a library wrote them as `&#13;`. */
export const carriageReturnsAdded: BodyHypothesis = {
  code: 'carriage-returns-added',
  isCostly: true,
  guesses: (patient) => rewritten(patient, [[patient.text.replaceAll(carriageReturn, '')]]),
}
