import { faults, type FaultCode, type Language, type Texts } from '@arna/message'
import type { Evidence, Finding, JudgedStage, Place } from './diagnosis.ts'
import { findingTexts, type FindingCode } from './text/finding-texts.ts'

export type Values = Readonly<Record<string, string | number>>

interface Where {
  readonly place?: Place | undefined
  readonly evidence?: Evidence | undefined
}

/** A finding in the doctor's own words; `{name}` in its texts is replaced by the value of that name. */
export function finding(code: FindingCode, values: Values = {}, where: Where = {}): Finding {
  const { kind, stage, title, explanation, remedy } = findingTexts[code]
  return {
    code,
    kind,
    stage,
    title: filled(title, values),
    explanation: filled(explanation, values),
    remedy: filled(remedy, values),
    ...present(where),
  }
}

/** A fault of the dictionary: its title, its remedy, and between them the gateway's own sentence. */
export function faultFinding(
  fault: { readonly code: FaultCode; readonly detail: string },
  kind: 'verdict' | 'problem',
  stage: JudgedStage,
  where: Where = {},
): Finding {
  const { title, remedy } = faults[fault.code]
  const detail = asSentence(fault.detail)
  const explanation = detail === '' ? title : { kk: detail, ru: detail, en: detail }
  return { code: fault.code, kind, stage, title, explanation, remedy, ...present(where) }
}

/** Details are written without capital and full stop; names of fields at their beginning stay as they are. */
function asSentence(detail: string): string {
  if (detail === '') return ''
  const begun = /^(?:the|no|a|an) /.test(detail)
    ? detail.slice(0, 1).toUpperCase() + detail.slice(1)
    : detail
  return /[.!?…)]$/.test(begun) ? begun : `${begun}.`
}

/** Values are quoted in part: enough to recognise them. */
const mostValueCharacters = 200

function filled(texts: Texts, values: Values): Texts {
  const fill = (language: Language): string =>
    texts[language].replaceAll(/\{(\w+)\}/g, (all, name: string) => {
      const value = values[name]
      if (value === undefined) return all
      const text = String(value)
      return text.length > mostValueCharacters ? `${text.slice(0, mostValueCharacters)}…` : text
    })
  return { kk: fill('kk'), ru: fill('ru'), en: fill('en') }
}

const present = ({ place, evidence }: Where): Pick<Finding, 'place' | 'evidence'> => ({
  ...(place !== undefined && { place }),
  ...(evidence !== undefined && { evidence }),
})
