import type { Texts } from '@arna/message'
import type { Finding, JudgedStage } from '../diagnosis.ts'

/** What is said about one finding; `{name}` stands for a value. */
export interface FindingText {
  readonly kind: Exclude<Finding['kind'], 'verdict'>
  readonly stage: JudgedStage
  readonly title: Texts
  readonly explanation: Texts
  readonly remedy: Texts
}

export const cause = { kind: 'cause', stage: 'authenticate' } as const
export const problem = { kind: 'problem', stage: 'authenticate' } as const
export const hint = { kind: 'hint', stage: 'authenticate' } as const

/** What most of those who changed a message after signing have to do. */
export const sendTheSignedBytes: Texts = {
  kk: 'Қол қойылғаннан кейін хабарламаны байт массиві ретінде сақтап, дәл сол байттарды жіберіңіз: XML-ді қайта оқып, қайта жазбаңыз, пішімдемеңіз, ауыстыру (replace) жасамаңыз.',
  ru: 'После подписания храните сообщение как массив байтов и отправляйте именно их: не разбирайте и не записывайте XML заново, не форматируйте, не делайте замен (replace).',
  en: 'After signing keep the message as an array of bytes and send exactly these: do not parse and write the XML again, do not format it, replace nothing in it.',
}
