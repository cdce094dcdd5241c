import { describe, expect, test } from 'vitest'
import { deliveryStatuses, faultCodes, faults, isStatusWord, statusOf } from './index.ts'

const words = Object.keys(deliveryStatuses) as (keyof typeof deliveryStatuses)[]
const languages = ['kk', 'ru', 'en'] as const

describe('the status of a delivery', () => {
  test.each([...words, ...faultCodes])('%s fits its field in three languages', (word) => {
    for (const language of languages) {
      const { code, message } = statusOf(word, language)
      expect(code).toMatch(/^(SCSS001|SCE\d{3}|ARN\d{3})$/)
      expect(message).toMatch(/^\p{Lu}[^\n]*[^.\s]$/u)
      expect([...message].length).toBeLessThanOrEqual(250)
    }
  })

  test('is told in Russian unless another language is asked for', () => {
    expect([statusOf('delivered'), statusOf('delivery-expired', 'en')]).toEqual([
      { code: 'SCSS001', message: 'Сообщение доставлено и принято получателем' },
      { code: 'ARN504', message: 'The message was not delivered within its time' },
    ])
  })

  test('has codes that no fault has', () => {
    const ofFaults = new Set(Object.values(faults).map(({ shep }) => shep))
    expect(words.filter((word) => ofFaults.has(deliveryStatuses[word].shep))).toEqual([])
  })

  test('does not tell an unknown sender from a wrong password', () => {
    expect(statusOf('sender-unknown')).toEqual(statusOf('sender-password-wrong'))
  })

  test.each([
    ['waiting', true],
    ['receiver-refused', true],
    ['lost', false],
    ['constructor', false],
    [undefined, false],
  ])('%s is a word for it: %s', (word, expected) => {
    expect(isStatusWord(word)).toBe(expected)
  })
})
