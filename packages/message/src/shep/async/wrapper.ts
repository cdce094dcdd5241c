import type { XmlElement } from '@arna/xml'
import { contentOfBody } from '../envelope.ts'
import { Fields, malformed, structure } from '../fields.ts'

/**
 * The single element of a Body, and which of the names it has: the Rules begin them with a capital letter, the interface
 * files with a small one. Throws Fault 'soap-structure' or 'message-malformed'.
 */
export function wrapperOf<Name extends string>(
  body: XmlElement,
  names: readonly Name[],
  namespaces: readonly string[],
): { name: Name; wrapper: XmlElement } {
  const wrapper = contentOfBody(body)
  const { localName, namespace } = wrapper
  const name = names.find((one) => uncapitalized(one) === uncapitalized(localName))
  if (name === undefined || !namespaces.includes(namespace)) {
    throw malformed(
      'Body',
      `must hold ${names.join(' or ')} of the namespace ${namespaces.join(' or ')}`,
    )
  }
  return { name, wrapper }
}

const insides = {
  request: structure({ request: 'once' }),
  response: structure({ response: 'once' }),
}

/** `request` or `response` of a wrapper. */
export function insideOf(wrapper: XmlElement, name: 'request' | 'response'): XmlElement {
  return new Fields(wrapper, wrapper.localName, insides[name]).required(name)
}

const uncapitalized = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1)
