import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** A serialiser dropped `xmlns=""`, and the fields fell into the namespace around them; or it wrote one that was not signed. */
export const emptyNamespaceLost: BodyHypothesis = {
  code: 'empty-namespace-lost',
  isCostly: true,
  guesses: (patient) => {
    const { text } = patient
    // The wrapper and its field stand at the beginning.
    const [head, rest] = [text.slice(0, mostCharacters), text.slice(mostCharacters)]
    const inside = /(xmlns\s*=\s*(?:"[^"]+"|'[^']+')[^<>]*>\s*<)([^\s<>/!?:]+)(?=[\s/>])/
    return rewritten(patient, [
      [head.replace(inside, '$1$2 xmlns=""') + rest],
      [text.replaceAll(/\sxmlns\s*=\s*(?:""|'')/g, '')],
    ])
  },
}

const mostCharacters = 4096
