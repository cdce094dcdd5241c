import type { Parties, Party } from './parties.ts'
import { nodeProgram, startProgram } from './program.ts'

export interface ProviderOrder {
  readonly provider: Pick<Party, 'keyPath' | 'certificatePath'>
  /** Certificates that requests may be signed with. */
  readonly callers: readonly string[]
  /** Services whose answers are signed beforehand: the bytes of their Body. */
  readonly answers: Readonly<Record<string, number>>
}

export interface RunningProvider {
  /** Without a path; the services' ids are the paths. */
  readonly url: string
  stop(): Promise<void>
}

export async function startProvider(
  { provider, gateway }: Parties,
  answers: Readonly<Record<string, number>>,
): Promise<RunningProvider> {
  const { keyPath, certificatePath } = provider
  const order: ProviderOrder = {
    provider: { keyPath, certificatePath },
    callers: [gateway.certificatePath],
    answers,
  }
  const program = await startProgram({
    command: nodeProgram('../programs/provider.ts', JSON.stringify(order)),
  })
  return { url: program.said, stop: () => program.stop() }
}
