import { describe, expect, test } from 'vitest'
import {
  type BodyContent,
  dateTime,
  Fault,
  faultCodes,
  payloadFrom,
  writeFault,
  writeSendMessage,
  writeSendMessageResponse,
} from '../index.ts'
import { validAgainst } from './test-setup/valid-against.ts'

const date = dateTime(new Date(0))
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'
const textOf = (content: BodyContent): string => content.map((part) => Buffer.from(part)).join('')

const least = {
  messageId: '1',
  serviceId: 'S',
  messageDate: date,
  sender: { senderId: 'A' },
  properties: [],
}
const response = { messageId: '1', responseDate: date, status: { code: 'SCSS001', message: '' } }

describe('libxml2 compiles the schemas of ?xsd, one per namespace', () => {
  const valid = validAgainst('SyncChannel-v10-Types')
  const validate = (content: BodyContent | string): void =>
    valid(typeof content === 'string' ? content : textOf(content))

  test.each<[string, BodyContent]>([
    ['the least request', writeSendMessage(least)],
    [
      'a request with all fields',
      writeSendMessage(
        {
          ...least,
          correlationId: 'c',
          routeId: 'R',
          sender: { senderId: 'A', password: 'p' },
          properties: [
            { key: 'ә'.repeat(30), value: '😀'.repeat(500) },
            { key: 'b', value: '' },
          ],
          sessionId,
        },
        payloadFrom('<a/>'),
      ),
    ],
    ['a request with XML in it', writeSendMessage(least, payloadFrom(Buffer.from('a<b c="d"/>')))],
    ['the least answer', writeSendMessageResponse(response)],
    [
      'an answer with all fields and too long a message',
      writeSendMessageResponse(
        {
          ...response,
          correlationId: 'c',
          status: { code: 'E', message: '😀'.repeat(300) },
          sessionId,
        },
        payloadFrom('я'),
      ),
    ],
  ])('%s that we write is valid', (_what, content) => {
    expect(() => validate(content)).not.toThrow()
  })

  test.each(faultCodes)('ErrorInfo of %s that we write is valid', (code) => {
    const subError = {
      errorCode: '',
      errorMessage: '',
      errorDate: 'no date',
      errorData: '',
      sessionId,
    }
    const fault = textOf(
      writeFault(new Fault(code, 'd', { subError }), { at: new Date(), sessionId }),
    )
    const [detail] = /<ns2:SendMessageFault1.*<\/ns2:SendMessageFault1_SendMessageFault>/s.exec(
      fault,
    )!
    expect(() => validate(detail)).not.toThrow()
  })

  const request = textOf(writeSendMessage(least))
  test.each([
    [
      'another order',
      request.replace(
        '<messageId>1</messageId><serviceId>S</serviceId>',
        '<serviceId>S</serviceId><messageId>1</messageId>',
      ),
    ],
    ['a missing field', request.replace('<messageId>1</messageId>', '')],
    [
      'a field in the namespace of the wrapper',
      request.replace('<request>', '<request xmlns="http://bip.bee.kz/SyncChannel/v10/Types">'),
    ],
    [
      'a sessionId without braces',
      request.replace(
        '</requestInfo>',
        `<sessionId>${sessionId.slice(1, -1)}</sessionId></requestInfo>`,
      ),
    ],
    ['two data', request.replace('<requestData/>', '<requestData><data/><data/></requestData>')],
  ])('%s is not valid', (_what, text) => {
    expect(text).not.toBe(request)
    expect(() => validate(text)).toThrow(/./)
  })
})
