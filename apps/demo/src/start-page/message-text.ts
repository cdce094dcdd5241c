import { hidePasswords, type Html, html } from '@arna/doctor'

const mostCharacters = 20_000
const longBase64 = /[A-Za-z0-9+/]{100,}={0,2}/g
const shownOfBase64 = 32

/** A message for people: passwords cut out, long base64 shortened, tags told from texts. */
export function messageText(bytes: Uint8Array): Html {
  const whole = hidePasswords(Buffer.from(bytes).toString())
  const short = whole.replaceAll(
    longBase64,
    (text) => `${text.slice(0, shownOfBase64)}…(${text.length})`,
  )
  const shown = short.length > mostCharacters ? `${short.slice(0, mostCharacters)}…` : short
  const parts = shown.split(/(<[^<>]*>)/).map((part) => (part.startsWith('<') ? tag(part) : part))
  return html`<pre tabindex="0">${parts}</pre>`
}

const tag = (text: string): Html => html`<span class="tag">${text}</span><wbr />`
