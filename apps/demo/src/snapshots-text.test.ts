import { expect, test } from 'vitest'
import { snapshotsText } from './snapshots-text.ts'

const places = [
  { environment: 'test', contour: 'inner' },
  { environment: 'test', contour: 'outer' },
  { environment: 'production', contour: 'inner' },
  { environment: 'production', contour: 'outer' },
]

test.each([
  { numbers: [1, 1, 1, 1], isNew: [true, true, true, true], text: '4 published, all number 1' },
  { numbers: [1, 1, 1, 1], isNew: [], text: 'unchanged, all number 1' },
  { numbers: [5, 1, 1, 1], isNew: [], text: 'unchanged, numbers 5, 1, 1, 1' },
  { numbers: [5, 1, 1, 1], isNew: [true], text: '1 published: test inner is now number 5' },
  {
    numbers: [6, 2, 1, 1],
    isNew: [true, true],
    text: '2 published: test inner is now number 6, test outer number 2',
  },
])('$numbers, new $isNew: $text', ({ numbers, isNew, text }) => {
  const snapshots = places.map((place, index) => ({
    ...place,
    number: numbers[index]!,
    isNew: isNew[index] ?? false,
  }))
  expect(snapshotsText(snapshots)).toBe(text)
})
