import type { Language } from './fault/definition.ts'
import { deliveryStatuses, type DeliveryStatusWord } from './fault/delivery-statuses.ts'
import { shortened } from './fault/status-text.ts'
import { type FaultCode, faults, isFaultCode } from './fault.ts'

/** A delivery goes well, or it fails as a fault of the dictionary says. */
export type StatusWord = DeliveryStatusWord | FaultCode

export function isStatusWord(word: unknown): word is StatusWord {
  return isDeliveryStatus(word) || isFaultCode(word)
}

/** What a status says of a delivery: the code on the wire, and a text of at most 250 characters. */
export function statusOf(
  word: StatusWord,
  language: Language = 'ru',
): { readonly code: string; readonly message: string } {
  const { shep, title } = definitionOf(word)
  return { code: shep, message: shortened(title[language]) }
}

function definitionOf(word: StatusWord) {
  if (isDeliveryStatus(word)) return deliveryStatuses[word]
  return faults[faults[word].toldAs ?? word]
}

function isDeliveryStatus(word: unknown): word is DeliveryStatusWord {
  return typeof word === 'string' && Object.hasOwn(deliveryStatuses, word)
}
