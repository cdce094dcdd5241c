const mostDepth = 128
const tagAndNext = /<(\/?)[^<>]*?(\/?)>(?=(<\/?)?)/g

/** As printers do: elements that hold elements have them on lines of their own, text stays where it is. */
export function indent(text: string, unit: string, bodyDepth: number): string {
  let depth = bodyDepth
  // What is nested deep would grow a hundredfold; nobody signed that.
  let room = 2 * text.length + 65_536
  return text.replaceAll(tagAndNext, (tag, end, empty, next) => {
    if (end === '' && empty === '') depth++
    else if (end !== '') depth--
    if (next === undefined || (next === '</' && end === '' && empty === '')) return tag
    const level = Math.min(Math.max(next === '</' ? depth - 1 : depth, 0), mostDepth)
    room -= level * unit.length
    return room < 0 ? tag : `${tag}\n${unit.repeat(level)}`
  })
}
