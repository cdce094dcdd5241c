import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** A payload that is text was escaped once too often after signing, or once too little. */
export const escapedTwice: BodyHypothesis = {
  code: 'escaped-twice',
  isCostly: true,
  guesses: (patient) =>
    rewritten(patient, [[patient.text.replaceAll(/&amp;(?=(?:lt|gt|amp|quot|apos|#\w+);)/g, '&')]]),
}

export const unescaped: BodyHypothesis = {
  code: 'unescaped',
  isCostly: true,
  guesses: (patient) =>
    rewritten(patient, [[patient.text.replaceAll(/&(?=(?:lt|gt|amp|quot|apos|#\w+);)/g, '&amp;')]]),
}
