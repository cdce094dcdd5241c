import { type BodyHypothesis, rewritten } from './hypothesis.ts'

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
  for (const unit of units) {
    for (const depth of unit === '' ? [0] : depths) yield [indent(text, unit, depth)]
  }
}

const mostDepth = 128
const tagAndNext = /<(\/?)[^<>]*?(\/?)>(?=(<\/?)?)/g

/** As printers do: elements that hold elements have them on lines of their own, text stays where it is. */
export function indent(text: string, unit: string, bodyDepth: number): string {
  let depth = bodyDepth
  return text.replaceAll(tagAndNext, (tag, end, empty, next) => {
    if (end === '' && empty === '') depth++
    else if (end !== '') depth--
    if (next === undefined || (next === '</' && end === '' && empty === '')) return tag
    const level = Math.min(Math.max(next === '</' ? depth - 1 : depth, 0), mostDepth)
    return `${tag}\n${unit.repeat(level)}`
  })
}
