import type { XmlElement } from '@arna/xml'
import { type AsyncOperation, asyncOperations, asyncTypes } from './async/names.ts'

/** Which channel a Body is meant for: whatever is not of the asynchronous one counts for the other. */
export const channelOf = (body: XmlElement): 'sync' | 'async' =>
  body.children()[0]?.namespace === asyncTypes ? 'async' : 'sync'

/** What a Body of the asynchronous channel asks for, whatever is wrong inside of it. */
export function asyncOperationOf(body: XmlElement): AsyncOperation | undefined {
  if (channelOf(body) !== 'async') return undefined
  const name = body.children()[0]!.localName.toLowerCase()
  return asyncOperations.find((operation) => operation.toLowerCase() === name)
}
