/** True when none of the items is missing: each that could not be read has left its problem behind. */
export function isWhole<Item>(items: readonly (Item | undefined)[]): items is readonly Item[] {
  return !items.includes(undefined)
}
