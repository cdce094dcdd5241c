import type { Snapshot } from './demo-registry.ts'

/** What the start did to the registries: `1 published: test inner is now number 5`. */
export function snapshotsText(snapshots: readonly Snapshot[]): string {
  const published = snapshots.filter(({ isNew }) => isNew)
  const numbers = snapshots.map(({ number }) => number)
  const areEqual = new Set(numbers).size === 1
  if (published.length === 0) {
    return `unchanged, ${areEqual ? `all number ${numbers[0]}` : `numbers ${numbers.join(', ')}`}`
  }
  if (published.length === snapshots.length && areEqual) {
    return `${published.length} published, all number ${numbers[0]}`
  }
  const news = published.map(({ environment, contour, number }, index) => {
    const is = index === 0 ? 'is now number' : 'number'
    return `${environment} ${contour} ${is} ${number}`
  })
  return `${published.length} published: ${news.join(', ')}`
}
