import { bodyTexts } from './body-texts.ts'
import { fileTexts } from './file-texts.ts'
import type { FindingText } from './finding-text.ts'
import { signatureTexts } from './signature-texts.ts'
import { valueTexts } from './value-texts.ts'

const all = { ...fileTexts, ...signatureTexts, ...bodyTexts, ...valueTexts }

export type FindingCode = keyof typeof all

/** All that the doctor says in its own words; what the gateway says comes from the fault dictionary. */
export const findingTexts: Readonly<Record<FindingCode, FindingText>> = all
