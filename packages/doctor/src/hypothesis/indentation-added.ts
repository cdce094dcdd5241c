import { betweenTags } from './between-tags.ts'
import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { payloadParts } from './payload-parts.ts'
import { withPrettyPayload } from './pretty-payload.ts'

/** Somebody printed the message nicely after it was signed. */
export const indentationAdded: BodyHypothesis = {
  code: 'indentation-added',
  isCostly: true,
  guesses: (patient) => rewritten(patient, withoutIndentation(patient.text)),
}

function* withoutIndentation(text: string): Generator<readonly [string]> {
  yield [text.replaceAll(betweenTags, '><')]
  yield* aroundPayload(text)
  yield* withPrettyPayload(text)
  yield* ofOneKind(text)
  // Printers break long texts as well.
  yield [trimmedTexts(text).replaceAll(betweenTags, '><')]
}

/** A payload may have been signed with white space of its own, which printers leave as it is. */
function* aroundPayload(text: string): Generator<readonly [string]> {
  const parts = payloadParts(text)
  if (parts === undefined) return
  const { inside } = parts
  const tight = (part: string): string => part.replaceAll(betweenTags, '><')
  const before = tight(parts.before)
  const after = tight(parts.after)
  const insides = [
    inside,
    inside.replace(leading, ''),
    inside.replace(trailing, ''),
    trimmed(inside),
  ]
  for (const one of new Set(insides)) yield [before + one + after]
  yield [parts.before + trimmed(tight(inside)) + parts.after]
}

const mostKinds = 6

/** What was put in looks alike, as after `sed 's/></>\n</'`; what was there before looks otherwise. */
function* ofOneKind(text: string): Generator<readonly [string]> {
  const kinds = new Map<string, number>()
  for (const [kind] of text.matchAll(betweenTags)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const usual = [...kinds].toSorted(([, left], [, right]) => right - left).slice(0, mostKinds)
  if (usual.length < 2) return
  for (const [kind] of usual) yield [text.replaceAll(kind, '><')]
}

/** Every text without the white space at its ends; white space alone goes, too. */
const trimmedTexts = (text: string): string =>
  text.replaceAll(/>([^<>]+)</g, (_all, content: string) => `>${trimmed(content)}<`)

/** Without the white space of XML at its ends; other invisible characters are no white space. */
export const trimmed = (text: string): string => text.replace(leading, '').replace(trailing, '')

const leading = /^[ \t\r\n]+/
// Looked for from each run of white space on once only: the run before must have ended.
const trailing = /(?<![ \t\r\n])[ \t\r\n]+$/
