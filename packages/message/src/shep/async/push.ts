import type { XmlElement } from '@arna/xml'
import { isDateTime } from '../date-time.ts'
import { maxIdCharacters } from '../fields.ts'
import { type AsyncMessage, readAsyncMessage } from './async-message.ts'
import { asyncClientTypes, asyncTypes, statusOperations } from './names.ts'
import { insideOf, wrapperOf } from './wrapper.ts'

/** Stubs of members use either for what is pushed. */
const namespaces = [asyncTypes, asyncClientTypes]

/** A message that the gateway pushes. Throws Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readPushedMessage(body: XmlElement): AsyncMessage {
  return readAsyncMessage(insideOf(wrapperOf(body, ['sendMessage'], namespaces).wrapper, 'request'))
}

/** What a receiver says of a message that it was handed. */
export interface PushAnswer {
  /** The receiver's own. */
  readonly messageId?: string
  readonly correlationId?: string
  readonly responseDate?: string
}

/**
 * The answer of a receiver to a pushed message. It has to be sendMessageResponse; what is missing or wrong inside is
 * left out, since the message has been handed over and would only be handed over again. Throws Fault 'soap-structure' or
 * 'message-malformed'.
 */
export function readPushAnswer(body: XmlElement): PushAnswer {
  const response = responseOf(body, ['sendMessageResponse'])
  const messageId = textOf(response, 'messageId')
  const correlationId = textOf(response, 'correlationId')
  return {
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
    ...responseDateOf(response),
  }
}

/** The answer of a member to a status notification, in either spelling and namespace; as lenient as `readPushAnswer`. */
export function readStatusAnswer(body: XmlElement): Pick<PushAnswer, 'responseDate'> {
  return responseDateOf(
    responseOf(
      body,
      statusOperations.map((name) => `${name}Response`),
    ),
  )
}

function responseOf(body: XmlElement, names: readonly string[]): XmlElement | undefined {
  return childOf(wrapperOf(body, names, namespaces).wrapper, 'response')
}

function responseDateOf(response: XmlElement | undefined): { responseDate?: string } {
  const responseDate = textOf(response, 'responseDate')
  return responseDate !== undefined && isDateTime(responseDate) ? { responseDate } : {}
}

/** Undefined for what is no id: a journal keeps these texts. */
function textOf(parent: XmlElement | undefined, name: string): string | undefined {
  const text = parent && childOf(parent, name)?.text().trim()
  const isId =
    text !== undefined && text !== '' && text.length <= maxIdCharacters && !/\p{Cc}/u.test(text)
  return isId ? text : undefined
}

function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children().find(({ localName }) => localName.toLowerCase() === name.toLowerCase())
}
