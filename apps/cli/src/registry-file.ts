import { dirname } from 'node:path'
import { readRegistryYaml, RegistryError, type RegistrySource } from '@arna/registry'
import type { Context } from './command.ts'
import { Failure } from './failure.ts'
import { readInput, shown } from './files.ts'

/** A registry file, or standard input for `-`; files that it names lie beside it. */
export async function readRegistryFile(file: string, context: Context): Promise<RegistrySource> {
  const text = (await readInput(file, context)).toString()
  const folder = file === '-' ? context.config.workingFolder : dirname(file)
  try {
    return await readRegistryYaml(text, { folder })
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Failure(`${shown(file)} is refused:\n  ${error.problems.join('\n  ')}`)
  }
}

export const placeName = ({
  environment,
  contour,
}: Pick<RegistrySource, 'environment' | 'contour'>): string => `${environment} ${contour}`
