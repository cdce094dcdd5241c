import { scan } from '@arna/xml'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BodyContent,
  Fault,
  openEnvelope,
  payloadFrom,
  readFault,
  readSendMessage,
  readSendMessageResponse,
  type SendMessageInfo,
  writeFault,
  writeSendMessage,
  writeSendMessageResponse,
} from '../index.ts'

const soap = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}
const textOf = (content: BodyContent): string => content.map((part) => Buffer.from(part)).join('')

const bodyWith = (content: BodyContent, version: '1.1' | '1.2' = '1.1') =>
  openEnvelope(
    scan(
      Buffer.from(
        `<soap:Envelope xmlns:soap="${soap[version]}"><soap:Body>${textOf(content)}</soap:Body></soap:Envelope>`,
      ),
    ),
  ).body

const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'

describe('a request', () => {
  test('is written exactly as SHEP members write it', () => {
    const content = writeSendMessage(
      {
        messageId: '7ea6369f',
        correlationId: 'c',
        serviceId: 'TEST',
        messageDate: '2019-09-24T12:20:34.539+06:00',
        routeId: 'R',
        sender: { senderId: 'a&b', password: '<' },
        properties: [
          { key: 'A', value: '1' },
          { key: 'B', value: '' },
        ],
        sessionId,
      },
      payloadFrom('<?xml version="1.0"?>\r\n<қ/>'),
    )
    expect(textOf(content)).toBe(
      '<ns2:SendMessage xmlns:ns2="http://bip.bee.kz/SyncChannel/v10/Types"><request><requestInfo>' +
        '<messageId>7ea6369f</messageId><correlationId>c</correlationId><serviceId>TEST</serviceId>' +
        '<messageDate>2019-09-24T12:20:34.539+06:00</messageDate><routeId>R</routeId>' +
        '<sender><senderId>a&amp;b</senderId><password>&lt;</password></sender>' +
        '<properties><key>A</key><value>1</value></properties>' +
        '<properties><key>B</key><value></value></properties>' +
        `<sessionId>${sessionId}</sessionId></requestInfo><requestData>` +
        '<data xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">' +
        '&lt;?xml version="1.0"?&gt;&#xD;\n&lt;қ/&gt;</data></requestData></request></ns2:SendMessage>',
    )
  })

  test('without optional fields and data leaves their elements out', () => {
    const content = writeSendMessage({
      messageId: 'm',
      serviceId: 'S',
      messageDate: 'd',
      sender: { senderId: 'A' },
      properties: [],
    })
    expect(textOf(content)).toBe(
      '<ns2:SendMessage xmlns:ns2="http://bip.bee.kz/SyncChannel/v10/Types"><request><requestInfo>' +
        '<messageId>m</messageId><serviceId>S</serviceId><messageDate>d</messageDate>' +
        '<sender><senderId>A</senderId></sender></requestInfo><requestData/></request></ns2:SendMessage>',
    )
  })

  test('is read as it was written', () => {
    const id = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() === text && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text))
    const message: fc.Arbitrary<SendMessageInfo> = fc.record(
      {
        messageId: id,
        correlationId: id,
        serviceId: id,
        messageDate: fc.constant('2026-02-03T10:20:30'),
        routeId: id,
        sender: fc.record({ senderId: id, password: id }, { requiredKeys: ['senderId'] }),
        properties: fc.array(
          fc.record({ key: id.map((text) => [...text].slice(0, 30).join('')), value: id }),
          { maxLength: 3 },
        ),
        sessionId: fc.constant(sessionId),
      },
      { requiredKeys: ['messageId', 'serviceId', 'messageDate', 'sender', 'properties'] },
    )
    fc.assert(
      fc.property(message, (written) => {
        expect(readSendMessage(bodyWith(writeSendMessage(written)))).toEqual(written)
      }),
    )
  })
})

describe('an answer', () => {
  const response = {
    messageId: 'm',
    correlationId: 'c',
    responseDate: '2026-02-03T10:20:30.000+05:00',
    status: { code: 'SCSS001', message: 'ОК' },
    sessionId,
  }

  test('is written exactly as SHEP writes it', () => {
    expect(textOf(writeSendMessageResponse(response, payloadFrom(Buffer.from('<a/>'))))).toBe(
      '<ns2:SendMessageResponse xmlns:ns2="http://bip.bee.kz/SyncChannel/v10/Types"><response><responseInfo>' +
        '<messageId>m</messageId><correlationId>c</correlationId>' +
        '<responseDate>2026-02-03T10:20:30.000+05:00</responseDate>' +
        '<status><code>SCSS001</code><message>ОК</message></status>' +
        `<sessionId>${sessionId}</sessionId></responseInfo><responseData><data><a/></data></responseData>` +
        '</response></ns2:SendMessageResponse>',
    )
  })

  test('is read as it was written', () => {
    const { data, ...read } = readSendMessageResponse(
      bodyWith(writeSendMessageResponse(response, payloadFrom('1'))),
    )
    expect([read, data?.text()]).toEqual([response, '1'])
  })

  test('keeps to the 250 characters of a status message', () => {
    const long = { ...response, status: { code: 'E', message: '😀'.repeat(251) } }
    const { status } = readSendMessageResponse(bodyWith(writeSendMessageResponse(long)))
    expect(status.message).toBe(`${'😀'.repeat(249)}…`)
  })
})

describe('a fault', () => {
  const at = new Date('2026-02-03T05:20:30Z')
  const fault = new Fault('provider-fault', 'the provider answered E1', {
    subError: {
      errorCode: 'E1',
      errorMessage: 'нет\u0000 <',
      errorDate: 'yesterday',
      subError: { errorCode: 'E2', errorMessage: '', errorDate: '2026-02-03T10:20:00' },
    },
  })

  test('is written exactly as SHEP writes it', () => {
    expect(textOf(writeFault(fault, { at, sessionId, language: 'en' }))).toBe(
      '<soap:Fault><faultcode>ARN306</faultcode><faultstring>The service answered with a fault</faultstring>' +
        '<detail><ns2:SendMessageFault1_SendMessageFault xmlns:ns2="http://bip.bee.kz/SyncChannel/v10/Types">' +
        '<errorCode>ARN306</errorCode><errorMessage>The service answered with a fault</errorMessage>' +
        '<errorData>provider-fault: the provider answered E1\nSender: the fault of the service itself stands in subError; ask the owner of the service what it means.</errorData>' +
        '<errorDate>2026-02-03T10:20:30.000+05:00</errorDate>' +
        '<subError><errorCode>E1</errorCode><errorMessage>нет\uFFFD &lt;</errorMessage><errorDate>2026-02-03T10:20:30.000+05:00</errorDate>' +
        '<subError><errorCode>E2</errorCode><errorMessage></errorMessage><errorDate>2026-02-03T10:20:00</errorDate></subError></subError>' +
        `<sessionId>${sessionId}</sessionId></ns2:SendMessageFault1_SendMessageFault></detail></soap:Fault>`,
    )
  })

  test.each([
    ['provider-fault', 'soap:Receiver'],
    ['access-denied', 'soap:Sender'],
  ] as const)('%s in the form of SOAP 1.2 is of %s', (code, expected) => {
    const written = textOf(writeFault(new Fault(code, ''), { at, soap: '1.2' }))
    expect(written).toMatch(
      new RegExp(
        `^<soap:Fault><soap:Code><soap:Value>${expected}</soap:Value><soap:Subcode><soap:Value>ARN\\d+</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="ru">.*</soap:Reason><soap:Detail><ns2:SendMessageFault1`,
        's',
      ),
    )
  })

  test.each(['1.1', '1.2'] as const)('of SOAP %s is read as it was written', (version) => {
    const body = bodyWith(
      writeFault(fault, { at, soap: version, sessionId, language: 'en' }),
      version,
    )
    expect(readFault(body)).toMatchObject({
      faultcode: 'ARN306',
      faultstring: 'The service answered with a fault',
      errorInfo: { errorCode: 'ARN306', sessionId, subError: { subError: { errorCode: 'E2' } } },
    })
  })
})

describe('readFault', () => {
  const fault = (inside: string) => bodyWith([`<soap:Fault>${inside}</soap:Fault>`])

  test('finds none in an answer', () => {
    expect(readFault(bodyWith(['<a/>']))).toBeUndefined()
    expect(readFault(bodyWith(['<Fault/>']))).toBeUndefined()
    expect(readFault(bodyWith([]))).toBeUndefined()
  })

  test('reads what is there', () => {
    expect(readFault(fault(''))).toEqual({ faultcode: '', faultstring: '' })
    expect(
      readFault(
        fault(
          '<faultcode>soap:Server</faultcode><faultstring> x </faultstring><detail><a/></detail>',
        ),
      ),
    ).toEqual({ faultcode: 'soap:Server', faultstring: 'x' })
  })

  test('reads ErrorInfo under any name, without date, with an empty subError', () => {
    const info =
      '<errorCode>E</errorCode><errorMessage>m</errorMessage><subError/><sessionId>IS_NOT_VALID</sessionId>'
    expect(
      readFault(fault(`<detail><x:any xmlns:x="urn:x">${info}</x:any></detail>`))?.errorInfo,
    ).toEqual({
      errorCode: 'E',
      errorMessage: 'm',
    })
  })

  test('does not follow subError without end, and cuts long texts', () => {
    const open = '<subError><errorCode>E</errorCode>'.repeat(50)
    const long = `<errorData>${'😀'.repeat(5000)}</errorData>`
    const read = readFault(
      fault(
        `<detail><a><errorCode>E</errorCode>${long}${open}${'</subError>'.repeat(50)}</a></detail>`,
      ),
    )!
    let depth = 0
    for (let info = read.errorInfo; info !== undefined; info = info.subError) depth++
    expect([depth, read.errorInfo?.errorData?.length]).toEqual([9, 4000])
    const again = writeFault(new Fault('provider-fault', '', { subError: read.errorInfo! }), {
      at: new Date(0),
    })
    expect(readFault(bodyWith(again))?.errorInfo?.subError).toMatchObject({ errorCode: 'E' })
  })
})
