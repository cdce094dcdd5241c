/**
 * Every tag of the prefix gets another one; '' makes it the default namespace. Where the text does not declare it, its
 * first tag does.
 */
export function renamePrefix(text: string, from: string, to: string, namespace: string): string {
  const declared = new RegExp(
    `\\sxmlns${from === '' ? '' : `:${literal(from)}`}\\s*=\\s*(["'])${literal(namespace)}\\1`,
    'g',
  )
  const declaration = ` xmlns${to === '' ? '' : `:${to}`}="${namespace}"`
  const tags = new RegExp(
    `<(/?)${from === '' ? '(?![^\\s<>/]*:)(?=[^\\s<>/!?])' : `${literal(from)}:`}`,
    'g',
  )
  const renamed = text.replaceAll(tags, `<$1${to === '' ? '' : `${to}:`}`)
  if (declared.test(text)) return renamed.replaceAll(declared, declaration)
  const first = new RegExp(`<${to === '' ? '(?!/)[^\\s<>/!?:]+' : `${literal(to)}:[^\\s<>/]+`}`)
  return renamed.replace(first, (tag) => tag + declaration)
}

const literal = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`)
