const mostCharacters = 250

/** At most the 250 characters that the message of a status has in the contract; a longer text ends in `…`. */
export function shortened(message: string): string {
  const characters = [...message]
  if (characters.length <= mostCharacters) return message
  return `${characters.slice(0, mostCharacters - 1).join('')}…`
}
