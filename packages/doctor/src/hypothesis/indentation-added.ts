import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** Somebody printed the message nicely after it was signed. */
export const indentationAdded: BodyHypothesis = {
  code: 'indentation-added',
  isCostly: true,
  guesses: (patient) =>
    rewritten(patient, [
      [patient.text.replaceAll(betweenTags, '><')],
      // Printers break long texts as well.
      [trimmedTexts(patient.text).replaceAll(betweenTags, '><')],
    ]),
}

export const betweenTags = />[ \t\r\n]+</g

/** Every text without the white space at its ends; white space alone goes, too. */
const trimmedTexts = (text: string): string =>
  text.replaceAll(/>([^<>]+)</g, (_all, content: string) => `>${trimmed(content)}<`)

/** Without the white space of XML at its ends; other invisible characters are no white space. */
export const trimmed = (text: string): string =>
  text.replace(/^[ \t\r\n]+/, '').replace(trailing, '')

// Looked for from each run of white space on once only: the run before must have ended.
const trailing = /(?<![ \t\r\n])[ \t\r\n]+$/
