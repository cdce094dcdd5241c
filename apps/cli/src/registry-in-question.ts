import { type Contour, contours, type Environment, environments } from '@arna/registry'
import type { Given, OptionSpecs } from './command-line.ts'
import { UsageError } from './failure.ts'

export const placeOptions: OptionSpecs = {
  environment: { value: 'test|production', help: 'which registry; told by --demo' },
  contour: { value: 'inner|outer', help: 'which registry; told by --demo' },
}

export interface PlaceOfRegistry {
  readonly environment: Environment
  readonly contour: Contour
}

/** The one that the demo names, or the one that is told. */
export function placeOf(given: Given, ofDemo: PlaceOfRegistry | undefined): PlaceOfRegistry {
  if (ofDemo !== undefined) return ofDemo
  const environment = given.oneOf('environment', environments)
  const contour = given.oneOf('contour', contours)
  if (environment !== undefined && contour !== undefined) return { environment, contour }
  throw new UsageError('--environment and --contour are missing: which registry?')
}
