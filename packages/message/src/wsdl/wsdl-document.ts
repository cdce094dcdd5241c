import { contractFile } from './contract-files.ts'

export type WsdlChannel = 'sync' | 'async'

const asyncInterfaces = 'genuine/AsyncChannel/v10/Interfaces'

/**
 * What may stand in `?wsdl=…` beside the name of a file, and the file that it means. `by-namespace` has one XSD per
 * namespace and compiles everywhere; `genuine` has the many files that clients of SHEP were generated from, which libxml2
 * and the JDK's default settings refuse (one namespace imported from several files).
 */
const main: Readonly<Record<WsdlChannel, ReadonlyMap<string, string>>> = {
  sync: new Map([
    ['', 'by-namespace/SyncChannelHttp_Service.wsdl'],
    ['by-namespace', 'by-namespace/SyncChannelHttp_Service.wsdl'],
    ['genuine', 'genuine/SyncChannel/v10/Interfaces/SyncChannelHttp_Service.wsdl'],
  ]),
  async: new Map([
    ['', 'by-namespace/AsyncChannelHttp_Service.wsdl'],
    ['by-namespace', 'by-namespace/AsyncChannelHttp_Service.wsdl'],
    ['genuine', `${asyncInterfaces}/AsyncChannelHttp_Service.wsdl`],
    ['client', 'by-namespace/AsyncChannelClientHttp_Service.wsdl'],
    ['client-genuine', `${asyncInterfaces}/AsyncChannelClientHttp_Service.wsdl`],
  ]),
}

/**
 * A WSDL of one of the channels with the address of a door in it. `layout` is what stands in `?wsdl=…`: a layout, '' for
 * `by-namespace`, or the name of a WSDL file that such a document imports. On the asynchronous channel `client` and
 * `client-genuine` are what receivers of pushed messages implement; the address in it is theirs to fill. Undefined when
 * there is none.
 */
export function wsdlDocument({
  layout,
  address,
  channel = 'sync',
}: {
  layout: string
  address: string
  channel?: WsdlChannel
}): string | undefined {
  const name = main[channel].get(layout) ?? layout
  return name.endsWith('.wsdl') ? contractFile(name, { address }) : undefined
}
