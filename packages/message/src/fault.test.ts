import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XmlError } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import {
  errorInfoOf,
  Fault,
  faultCodes,
  faultFrom,
  faults,
  faultsPage,
  httpStatus,
  toldFault,
} from './index.ts'

const languages = ['kk', 'ru', 'en'] as const

describe('the fault dictionary', () => {
  test.each(faultCodes)('%s tells in three languages what happened and who mends what', (code) => {
    const { title, remedy } = faults[code]
    for (const language of languages) {
      expect(title[language]).toMatch(/^\p{Lu}[^\n]*[^.\s]$/u)
      expect(remedy[language]).toMatch(/^\p{Lu}[^\n]*: [^\n]*\.$/u)
    }
    expect(title.kk + remedy.kk).toMatch(/[әғқңөұүһі]/i)
    expect(remedy.ru).not.toMatch(/[әғқңөұүһі]/i)
    expect(title.en + remedy.en).toMatch(/^[\x20-\x7e]+$/)
  })

  test('codes of ours cannot be mistaken for those of SHEP and name one fault each', () => {
    const wireCodes = faultCodes
      .filter((code) => faults[code].toldAs === undefined)
      .map((code) => faults[code].shep)
    const ours = wireCodes.filter(
      (code) => !/^SCE(001|004|005|006|007|015|016|017|909)$/.test(code),
    )
    expect(ours.filter((code) => !/^ARN\d{3}$/.test(code))).toEqual([])
    expect(new Set(ours).size).toBe(ours.length)
  })

  test('gives every code of the XML scanner a meaning', () => {
    const place = { offset: 0, line: 1, column: 1 }
    const fault = faultFrom(new XmlError('xml-doctype-refused', 'no DTD', place))
    expect([fault.code, fault.detail]).toEqual(['xml-doctype-refused', 'no DTD (line 1, column 1)'])
  })

  test('the page in docs is in step (node scripts/write-fault-pages.ts)', () => {
    const page = join(import.meta.dirname, '../../../docs/protocol/faults.md')
    expect(readFileSync(page, 'utf8')).toBe(faultsPage())
  })

  test.each(faultCodes)('%s has a section of its own in docs', (code) => {
    expect(
      faultsPage()
        .split('\n')
        .filter((line) => line === `### ${code}`),
    ).toHaveLength(1)
  })
})

describe('what the other party is told', () => {
  const context = { errorDate: '2026-02-03T10:20:30.000+05:00' }

  test('does not tell an unknown sender from a wrong password or a foreign certificate', () => {
    const hidden = [
      new Fault('sender-unknown', 'no system TEST'),
      new Fault('sender-password-wrong', 'the password of TEST'),
      new Fault('sender-certificate-not-registered', 'certificate 17 of TEST'),
      new Fault('sender-not-recognised', ''),
    ]
    const told = hidden.map((fault) => [
      errorInfoOf(fault, context),
      toldFault(fault),
      httpStatus(fault.code),
    ])
    expect(told.slice(1)).toEqual([told[0], told[0], told[0]])
    expect(JSON.stringify(told)).not.toContain('TEST')
  })

  test('names code, detail and remedy in the language asked for', () => {
    const fault = new Fault('message-malformed', 'requestInfo/serviceId is empty')
    expect(errorInfoOf(fault, { ...context, sessionId: '{x}', language: 'en' })).toEqual({
      errorCode: 'SCE001',
      errorMessage: 'The message does not match the SHEP format',
      errorData:
        'message-malformed: requestInfo/serviceId is empty\n' +
        'Sender: fill the field that is named as the WSDL (?wsdl) asks.',
      errorDate: context.errorDate,
      sessionId: '{x}',
    })
  })

  test('keeps what a defect of ours says to itself', () => {
    const fault = faultFrom(new TypeError('/srv/secret.pem'))
    expect([fault.code, fault.detail]).toEqual(['internal-error', ''])
  })

  test('writes an error and its hint as two sentences', () => {
    const refused = (message: string, hint: string): string =>
      faultFrom(
        Object.assign(new Error(message), {
          name: 'SignatureError',
          code: 'signature-digest-mismatch',
          hint,
        }),
      ).detail
    expect(refused('it was changed after signing', 'send the bytes that were signed')).toBe(
      'it was changed after signing. Send the bytes that were signed.',
    )
    expect(refused('Is it signed?', 'Sign it.')).toBe('Is it signed? Sign it.')
  })

  test('does not believe the code of an error that is not meant for senders', () => {
    const error = Object.assign(new Error('pool of journal is closed'), { code: 'access-denied' })
    expect(faultFrom(error).code).toBe('internal-error')
  })

  test('passes a fault on as it is', () => {
    const fault = new Fault('access-denied', 'A may not call B')
    expect(faultFrom(fault)).toBe(fault)
  })

  test('answers SOAP 1.1 with 500 and lets HTTP refuse what is its own', () => {
    expect(httpStatus('message-malformed')).toBe(500)
    expect(httpStatus('message-malformed', '1.2')).toBe(400)
    expect(httpStatus('provider-timeout', '1.2')).toBe(500)
    expect(httpStatus('http-method')).toBe(405)
    expect(httpStatus('gateway-overloaded', '1.2')).toBe(503)
  })
})
