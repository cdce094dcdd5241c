import type { XmlElement } from '@arna/xml'
import { asyncTypes } from './async/names.ts'

/** Which channel a Body is meant for: whatever is not of the asynchronous one counts for the other. */
export const channelOf = (body: XmlElement): 'sync' | 'async' =>
  body.children()[0]?.namespace === asyncTypes ? 'async' : 'sync'
