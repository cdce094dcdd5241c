const commands = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/**
 * What others wrote, as one line for a terminal: what could move the cursor, colour, turn the direction of writing or
 * begin a line that looks like ours is written as its number. XML allows U+009B, which terminals take for an escape.
 */
export function visible(text: string): string {
  return text.replaceAll(
    commands,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The same for a text whose line ends are ours. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
