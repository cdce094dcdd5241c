import { contractFile } from './contract-files.ts'

/**
 * `by-namespace` has one XSD per namespace and compiles everywhere; `genuine` has the many files that clients of SHEP
 * were generated from, which libxml2 and the JDK's default settings refuse (one namespace imported from several files).
 */
export type WsdlLayout = 'by-namespace' | 'genuine'

const main: Readonly<Record<WsdlLayout, string>> = {
  'by-namespace': 'by-namespace/SyncChannelHttp_Service.wsdl',
  genuine: 'genuine/SyncChannel/v10/Interfaces/SyncChannelHttp_Service.wsdl',
}

const isLayout = (name: string): name is WsdlLayout => Object.hasOwn(main, name)

/**
 * The WSDL of the synchronous channel with the address of a door in it. `layout` is what stands in `?wsdl=…`: a layout,
 * '' for `by-namespace`, or the name of a WSDL file that such a document imports. Undefined when there is none.
 */
export function wsdlDocument({
  layout,
  address,
}: {
  layout: string
  address: string
}): string | undefined {
  const name = layout === '' ? main['by-namespace'] : isLayout(layout) ? main[layout] : layout
  return name.endsWith('.wsdl') ? contractFile(name, { address }) : undefined
}
