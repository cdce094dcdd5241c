import { jdkClasses, jdkFlags, type Skipped } from '../peers.ts'
import { nodeProgram, type Program, startProgram } from './program.ts'
import type { World } from './world.ts'

/** One that passes signed messages on, whoever made it. */
export interface HopContestant {
  readonly name: string
  readonly pid: number
  /** Where messages for this service are sent. */
  url(serviceId: string): string
  stop(): Promise<void>
}

export const arna = ({ gateway }: World): HopContestant => ({
  name: 'Arna',
  pid: gateway.pid,
  url: () => gateway.url,
  stop: () => gateway.stop(),
})

/** The JDK alone, as a server on one processor would run it. */
export async function jdkProxy(world: World): Promise<HopContestant | Skipped> {
  const classes = jdkClasses(world.folder, 'JdkProxy')
  if ('skipped' in classes) return classes
  const flags = [...jdkFlags, '-Dsun.net.httpserver.nodelay=true']
  return peer(
    await startProgram({
      command: ['java', ...flags, '-cp', classes.folder, 'JdkProxy', ...peerArguments(world)],
      place: 'measured',
    }),
  )
}

/** Server and client of the npm package `soap`, with its WSSecurityCert. */
export const nodeSoap = async (world: World): Promise<HopContestant> =>
  peer(
    await startProgram({
      command: nodeProgram('../../peers/node-soap.ts', ...peerArguments(world)),
      place: 'measured',
    }),
  )

function peerArguments({ folder, providerUrl, parties }: World): string[] {
  const { gateway, provider, senders } = parties
  const certificates = [gateway, senders[0]!, provider].map((party) => party.certificatePath)
  return [folder, providerUrl, gateway.keyPath, ...certificates]
}

function peer(program: Program): HopContestant {
  const [name, address] = program.said.split('|')
  return {
    name: name!,
    pid: program.pid,
    url: (serviceId) => `${address}/${serviceId}`,
    stop: () => program.stop(),
  }
}
