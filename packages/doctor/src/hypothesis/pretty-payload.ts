import { betweenTags } from './between-tags.ts'
import { indent } from './indent.ts'
import { payloadParts } from './payload-parts.ts'

const units = ['  ', '    ', '\t']

/** The text with a payload as a file of its own would have it, printed nicely, in an envelope that is tight. */
export function* withPrettyPayload(text: string): Generator<readonly [string]> {
  const parts = payloadParts(text.replaceAll(betweenTags, '><'))
  if (parts === undefined) return
  const inside = parts.inside.trim()
  for (const unit of units) {
    const pretty = indent(inside, unit, 0)
    for (const end of ['\n', '']) yield [parts.before + pretty + end + parts.after]
  }
}
