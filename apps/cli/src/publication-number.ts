import type { Given } from './command-line.ts'
import { UsageError } from './failure.ts'

export function publicationNumber(given: Given, option: string): number | undefined {
  const text = given.text(option)
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new UsageError(`--${option}: the number of a publication, from 1`)
}
