/** Longer than every name of the contract by more than `mostEdits`: a stranger chooses what is compared. */
const mostCharacters = 32
const mostEdits = 2

/** The known name that differs from a misspelt one by at most two letters, case aside; undefined when none does. */
export function likelyMeant(name: string, known: Iterable<string>): string | undefined {
  if (name.length > mostCharacters) return undefined
  let best: string | undefined
  let least = mostEdits + 1
  for (const candidate of known) {
    const edits = editsBetween(name.toLowerCase(), candidate.toLowerCase())
    if (edits < least) [best, least] = [candidate, edits]
  }
  return best
}

/** Levenshtein's distance: letters put in, left out or replaced. */
function editsBetween(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, last[column]! + 1, current[column - 1]! + 1))
    }
    last = current
  }
  return last[to.length]!
}
