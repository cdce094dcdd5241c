/**
 * The data of a realistic request, in the shape that registers exchange: records of short elements, some attributes, Kazakh and
 * Russian text, a few references. Exactly as many bytes as asked for, from about 200 on; always the same ones.
 */
export function payload(bytes: number): string {
  const parts = [open]
  let left = bytes - size(open) - size(close)
  for (let number = 1; ; number++) {
    const part = record(number)
    if (left - size(part) < size(note(''))) break
    parts.push(part)
    left -= size(part)
  }
  return [...parts, note(letters(left - size(note('')))), close].join('')
}

const open =
  '<r:registerRequest xmlns:r="urn:arna:bench:register" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="r:Request" version="1.2">'
const close = '</r:registerRequest>'

function record(number: number): string {
  const digits = String(number).padStart(8, '0')
  return [
    `<record id="r${digits}" kind="birth" xml:lang="kk">`,
    `<iin>9001${digits}</iin>`,
    '<fullName><surname>Қасымбекова</surname><name>Әйгерім</name><patronymic>Нұрланқызы</patronymic></fullName>',
    `<address code="KZ-75" region="Алматы қаласы"><street>Абай даңғылы, ${number} үй</street></address>`,
    '<document type="УДЛ" issued="2019-04-17">Выдан: МВД РК &amp; ЦОН № 3</document>',
    '</record>',
  ].join('\n    ')
}

const note = (text: string): string => `<note>${text}</note>`

function letters(bytes: number): string {
  const word = 'ескерту '
  const words = word.repeat(Math.floor(bytes / size(word)))
  return words + '.'.repeat(bytes - size(words))
}

const size = (text: string): number => Buffer.byteLength(text)
