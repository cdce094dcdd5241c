import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** The digest was made before the Body got its id. */
export const idAddedLater: BodyHypothesis = {
  code: 'id-added-later',
  isCostly: true,
  guesses: (patient) => {
    const tag = /^<[^<>]*>/.exec(patient.text)?.[0] ?? ''
    const rest = patient.text.slice(tag.length)
    const bare = tag.replaceAll(/\s(?:[^\s=<>"':]+:)?id\s*=\s*(?:"[^"]*"|'[^']*')/gi, '')
    const withoutWsu = bare.replaceAll(/\sxmlns:wsu\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    return rewritten(patient, [[bare + rest], [withoutWsu + rest]])
  },
}
