import { createHash } from 'node:crypto'
import { partsOf, type Payload, type Payloads, type Stretch } from './payload.ts'
import type { Direction } from './records.ts'
import { sharedStretch } from './shared-stretch.ts'

/** What is to be kept, in the order of the way; the record's own digest is that of the last one that is ours. */
export function* directionsOf(payloads: Payloads): Generator<{
  readonly direction: Direction
  readonly payload: Payload
  readonly stretch: Stretch | undefined
  readonly plain: string | undefined
}> {
  const { request, answer, reply } = payloads
  if (request)
    yield {
      direction: 'request',
      payload: request,
      stretch: undefined,
      plain: reply && digestOf(request),
    }
  if (answer)
    yield { direction: 'answer', payload: answer, stretch: undefined, plain: digestOf(answer) }
  if (reply) {
    const stretch = answer && sharedStretch(reply, answer)
    yield { direction: 'reply', payload: reply, stretch, plain: undefined }
  }
}

function digestOf(payload: Payload): string {
  const digest = createHash('sha256')
  for (const part of partsOf(payload)) digest.update(part)
  return digest.digest('hex')
}
