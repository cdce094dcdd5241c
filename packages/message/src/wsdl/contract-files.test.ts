import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scan, type XmlElement } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import { contractFile, listContractFiles, type WsdlChannel, wsdlDocument } from '../index.ts'
import { componentsUnder } from './test-setup/components.ts'

const ours = join(import.meta.dirname, '../../contracts/shep')
const shared = join(import.meta.dirname, '../../../../../shared/contracts/shep')
const sharedIsHere = existsSync(shared)
if (!sharedIsHere) console.log('The interface files of SHEP are not here: their test does not run.')

const address = 'https://gateway.example/bip-sync/'

/** The main documents that the doors of both channels serve, by layout. */
const mains = {
  'by-namespace': [
    ['sync', 'by-namespace'],
    ['async', 'by-namespace'],
    ['async', 'client'],
  ],
  genuine: [
    ['sync', 'genuine'],
    ['async', 'genuine'],
    ['async', 'client-genuine'],
  ],
} as const satisfies Record<string, readonly (readonly [WsdlChannel, string])[]>

const elementsOf = (element: XmlElement): XmlElement[] => [
  element,
  ...element.children().flatMap(elementsOf),
]

const parse = (text: string): XmlElement[] => elementsOf(scan(Buffer.from(text)).root)

/** What a toolkit fetches, starting at the main document. */
function fetched(channel: WsdlChannel, layout: string): Map<string, string> {
  const texts = new Map<string, string>()
  const fetchFrom = (url: URL): void => {
    if (texts.has(url.href)) return
    expect(url.origin + url.pathname).toBe(address)
    const wsdl = url.searchParams.get('wsdl')
    const xsd = url.searchParams.get('xsd')
    const text =
      wsdl === null
        ? contractFile(xsd!, { address })
        : wsdlDocument({ layout: wsdl, address, channel })
    expect(text, url.href).toBeDefined()
    texts.set(url.href, text!)
    for (const element of parse(text!)) {
      const isWsdlImport = element.namespace.endsWith('/wsdl/') && element.localName === 'import'
      const place = element.attribute('', isWsdlImport ? 'location' : 'schemaLocation')
      if (place !== undefined) fetchFrom(new URL(place, url))
    }
  }
  fetchFrom(new URL(`${address}?wsdl=${layout}`))
  return texts
}

describe('the contract files', () => {
  test.each(listContractFiles())('%s says in three languages what each component is', (name) => {
    const undocumented = parse(contractFile(name)!).filter((element) => {
      const declares = ['element', 'complexType', 'simpleType', 'operation', 'portType']
      if (!declares.includes(element.localName) || element.attribute('', 'name') === undefined)
        return false
      if (element.parent?.localName === 'binding') return false
      const texts = elementsOf(element)
        .filter(({ localName }) => localName === 'documentation')
        .map(
          (text) => text.attribute('http://www.w3.org/XML/1998/namespace', 'lang') ?? text.text(),
        )
      const languages = texts.slice(0, 3).join() === 'kk,ru,en'
      return !languages && texts[0]?.split(' · ').length !== 3
    })
    expect(undocumented.map((element) => element.attribute('', 'name'))).toEqual([])
  })

  test.each(['by-namespace', 'genuine'] as const)(
    '%s: all its files are reached from the doors, no others',
    (layout) => {
      const imported = mains[layout].flatMap(([channel, main]) =>
        [...fetched(channel, main).keys()]
          .map((url) => new URL(url).searchParams)
          .map((query) => query.get('wsdl') ?? query.get('xsd')!)
          .filter((name) => name !== main),
      )
      expect([...new Set(imported)].toSorted()).toEqual(
        listContractFiles().filter(
          (name) => name.startsWith(layout) && !name.endsWith('Http_Service.wsdl'),
        ),
      )
    },
  )

  test('by-namespace has one file for each namespace', () => {
    const targets = listContractFiles()
      .filter((name) => /^by-namespace\/.*\.xsd$/.test(name))
      .map((name) => parse(contractFile(name)!)[0]!.attribute('', 'targetNamespace'))
    expect(new Set(targets).size).toBe(targets.length)
  })

  test('both layouts declare the same components', () => {
    expect(componentsUnder(join(ours, 'by-namespace'))).toEqual(
      componentsUnder(join(ours, 'genuine')),
    )
  })

  test.skipIf(!sharedIsHere)(
    'declare what the interface files of SHEP declare (where shared/contracts lies beside the repository)',
    () => {
      const theirs = componentsUnder(shared, (path) =>
        /^(common|SyncChannel|AsyncChannel)\//.test(path),
      )
      expect(componentsUnder(join(ours, 'genuine'))).toEqual(theirs)
    },
  )

  const addressesOf = (channel: WsdlChannel, layout: string) =>
    [...fetched(channel, layout).values()]
      .flatMap(parse)
      .filter(({ localName }) => localName === 'address')
      .map((place) => place.attribute('', 'location'))

  test.each([
    ['sync', ''],
    ['async', ''],
    ['async', 'genuine'],
  ] as const)('the address of the door stands in soap:address (%s, %j)', (channel, layout) => {
    expect(addressesOf(channel, layout)).toEqual([address])
  })

  test.each(['client', 'client-genuine'])(
    '?wsdl=%s leaves the address to the receiver that implements it',
    (layout) => {
      expect(addressesOf('async', layout)).toEqual(['https://receiver.example/bip-async-client/'])
      expect(wsdlDocument({ layout, address })).toBeUndefined()
    },
  )

  test.each([
    '../package.json',
    'by-namespace',
    '',
    'by-namespace/../../../package.json',
    '__proto__',
  ])('gives nothing for the name %j', (name) => {
    expect(contractFile(name, { address })).toBeUndefined()
  })

  test.each(['by-namespace/common-v10-Types.xsd', 'nothing', 'constructor'])(
    '%j is no WSDL',
    (layout) => {
      expect(wsdlDocument({ layout, address })).toBeUndefined()
    },
  )

  test('a hostile Host header stays inside its attribute, or gives nothing', () => {
    const hostile = wsdlDocument({ layout: '', address: 'http://a/"><x y=\'&amp;&#x22;/' })
    expect(parse(hostile!).filter(({ localName }) => localName === 'x')).toEqual([])
    expect(wsdlDocument({ layout: '', address: 'http://a b"/' })).toBeUndefined()
  })
})
