import type { Language } from '@arna/message'
import type { Diagnosis, Finding } from './diagnosis.ts'
import { visible } from './canonical-difference.ts'
import { phrases } from './text/phrases.ts'

/** The diagnosis as lines for people, in one language. What others wrote cannot move the cursor or begin a line. */
export function diagnosisText(diagnosis: Diagnosis, language: Language): string {
  const { verdict, findings, leftOut } = diagnosis
  const words = phrases[language]
  const head =
    verdict.outcome === 'ok'
      ? words.accepted
      : `${words.refused} ${words.stage} ${verdict.stage}: ${verdict.code}`
  const blocks = findings.map((finding) => findingLines(finding, language).join('\n'))
  const missing = leftOut.map(({ text }) => `- ${text[language]}`)
  const parts = [visible(head), ...blocks]
  if (missing.length > 0) parts.push([words.leftOut, ...missing].join('\n'))
  return `${parts.join('\n\n')}\n`
}

const marks = { verdict: '✗', cause: '→', problem: '✗', hint: '·' } as const

function findingLines(
  { kind, title, explanation, remedy, place, evidence }: Finding,
  language: Language,
): string[] {
  const words = phrases[language]
  const lines = [
    `${marks[kind]} ${visible(title[language])}`,
    `  ${visible(explanation[language])}`,
  ]
  if (place !== undefined) {
    lines.push(`  ${words.place(place.line, place.column, place.offset)}`)
  }
  if (evidence !== undefined) {
    const { offset, line, before, signed, received } = evidence
    const width = Math.max(words.signed.length, words.received.length)
    lines.push(
      `  ${words.difference(offset, line)}`,
      `    ${words.signed.padEnd(width)}  ${before}⟦${signed}⟧`,
      `    ${words.received.padEnd(width)}  ${before}⟦${received}⟧`,
    )
  }
  lines.push(`  ${words.remedy} ${visible(remedy[language])}`)
  return lines
}
