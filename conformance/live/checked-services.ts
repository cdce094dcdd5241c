import type { PayloadSchema, Service } from '@arna/registry'
import { service } from './service.ts'

/** Services that ask for their payloads to be checked; the provider gives each payload back as it came, once without signing. */
export const checkedServices = (echo: string, unsigned: string): Service[] => [
  service('SignedRequests', echo, { payloadSignature: 'request' }),
  service('SignedAnswers', echo, { payloadSignature: 'answer' }),
  service('ValidRequests', echo, { schema: { files, checks: 'request' } }),
  service('ValidAnswers', echo, { schema: { files, checks: 'answer' } }),
  service('SignedAndValid', echo, { payloadSignature: 'both', schema: { files, checks: 'both' } }),
  service('UnsignedAndValid', unsigned, {
    providerSignature: { waived: 'conformance' },
    schema: { files, checks: 'answer' },
  }),
  service('CostlySchema', echo, { schema: { files: costly, checks: 'request' } }),
  ...(['request', 'answer'] as const).map((checks) =>
    service(`SchemaThatIsNone:${checks}`, echo, {
      schema: { files: [{ name: 'person.xsd', text: '<person/>' }], checks },
    }),
  ),
]

const files: PayloadSchema['files'] = [
  {
    name: 'person.xsd',
    text:
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:person" targetNamespace="urn:person" elementFormDefault="qualified">' +
      '<xs:include schemaLocation="types/iin.xsd"/>' +
      '<xs:element name="person" type="Person"/>' +
      '<xs:complexType name="Person"><xs:sequence><xs:element name="iin" type="Iin" maxOccurs="unbounded"/></xs:sequence></xs:complexType>' +
      '</xs:schema>',
  },
  {
    name: 'types/iin.xsd',
    text:
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:person">' +
      '<xs:simpleType name="Iin"><xs:restriction base="xs:string"><xs:pattern value="\\d{12}"/></xs:restriction></xs:simpleType>' +
      '</xs:schema>',
  },
]

/** A pattern whose reader tries more ways than anybody has time for. */
const costly: PayloadSchema['files'] = [
  {
    name: 'list.xsd',
    text:
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="list"><xs:complexType><xs:sequence>' +
      '<xs:element name="a" maxOccurs="unbounded"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a|aa|a+)*b"/></xs:restriction></xs:simpleType></xs:element>' +
      '</xs:sequence></xs:complexType></xs:element></xs:schema>',
  },
]
