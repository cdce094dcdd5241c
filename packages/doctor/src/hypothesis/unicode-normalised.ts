import { type BodyHypothesis, rewritten } from './hypothesis.ts'

const forms = ['NFC', 'NFD', 'NFKC'] as const

/** Letters such as й and ё can be written in one character or in two; something changed the form, or took invisible ones out. */
export const unicodeNormalised: BodyHypothesis = {
  code: 'unicode-normalised',
  isCostly: true,
  guesses: (patient) =>
    rewritten(patient, [
      ...forms.map((form) => [patient.text.normalize(form)] as const),
      [patient.text.replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/gu, '')],
      [patient.text.replaceAll('\u00A0', ' ')],
    ]),
}
