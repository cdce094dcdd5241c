import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyPassword } from './password.ts'
import { plainLists } from './plain-source.ts'
import { Registry } from './registry.ts'
import { RegistryError } from './registry-error.ts'
import { exportYaml, readRegistryYaml } from './registry-yaml.ts'
import { testCertificate, testSource } from './test-setup/registry-source.ts'
import type { RegistrySource } from './words.ts'

const example = await readFile(new URL('../examples/registry.yaml', import.meta.url), 'utf8')
let folder: string
let read: RegistrySource

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arna registry '))
  await mkdir(join(folder, 'certificates'))
  for (const name of ['akimat-portal', 'person-database']) {
    const certificate = await testCertificate(name)
    const isDer = name === 'person-database'
    const content = isDer ? certificate.der : certificate.pem
    await writeFile(join(folder, 'certificates', `${name}.pem`), content)
  }
  const authorities = [await testCertificate('one'), await testCertificate('another')]
  await writeFile(
    join(folder, 'certificates', 'tls-authority.pem'),
    authorities.map(({ pem }) => pem).join('# a word between\n'),
  )
  await mkdir(join(folder, 'schemas', 'parts'), { recursive: true })
  for (const name of ['person.xsd', 'parts/name.xsd']) {
    await writeFile(join(folder, 'schemas', name), `\uFEFF<schema id="${name}"/>\n`)
  }
  read = await readRegistryYaml(example, { folder })
})

beforeAll(async () => {
  const files = {
    latin: Buffer.from([0x3c, 0xe9, 0x2f, 0x3e]),
    koi8: '<?xml version="1.0" encoding="KOI8-R"?><schema/>',
    doctype: '<!DOCTYPE schema [<!ENTITY a "b">]><schema/>',
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, 'schemas', `${name}.xsd`), content)
  }
})

const problemsOf = async (text: string): Promise<readonly string[]> => {
  const error: unknown = await readRegistryYaml(text, { folder }).then(
    () => undefined,
    (refusal: unknown) => refusal,
  )
  if (!(error instanceof RegistryError)) throw new Error('was not refused', { cause: error })
  expect(error.code).toBe('registry-malformed')
  return error.problems
}

const changed = (from: string, to: string): Promise<readonly string[]> => {
  expect(example).toContain(from)
  return problemsOf(example.replace(from, to))
}

/** The line of the example in which the text stands. */
const line = (text: string): string =>
  `line ${example.slice(0, example.indexOf(text)).split('\n').length}`

/** The receiver of the example. */
const receiverText = /^    receiver:\n(?: {6}.*\n)+ {8}waived.*\n/m

/** Certificates as text: parsed ones do not compare. */
const comparable = (source: RegistrySource): unknown =>
  source.systems
    .map((system) => ({ ...system, certificates: system.certificates.map(({ pem }) => pem) }))
    .toSorted((left, right) => (left.senderId < right.senderId ? -1 : 1))

describe('a registry file', () => {
  test('that the documentation shows is read, with certificates from PEM and DER files', () => {
    expect(read.systems.map(({ certificates }) => certificates[0]!.commonName)).toEqual([
      'akimat-portal',
      'person-database',
    ])
    expect(read.systems[1]).toMatchObject({
      keyReference: 'IssuerSerial',
      toleratesTimestamp: true,
    })
    expect(read.services[0]).toMatchObject({ maxTimeSeconds: 10, maxMessageBytes: 1_048_576 })
  })

  test('gives defaults: no exceptions, 30 s, 10 MB, a required signature, the quota of appendix 2', async () => {
    const short = `
environment: production
contour: outer
organisations: [{ id: o, name: A }]
systems: [{ senderId: a, organisation: o, passwordHash: ${read.systems[1]!.passwordHash} }]
services: [{ serviceId: s, owner: a, url: 'https://a.example/s' }]
connections: []
`
    const source = await readRegistryYaml(short, { folder })
    expect(source.systems[0]).toEqual({
      senderId: 'a',
      organisation: { id: 'o', name: 'A', isState: false },
      passwordHash: read.systems[1]!.passwordHash,
      certificates: [],
      keyReference: 'KeyIdentifier',
      toleratesTimestamp: false,
      allowSha1: false,
      maxConcurrent: 64,
    })
    expect(source.services[0]).toEqual({
      serviceId: 's',
      owner: 'a',
      url: 'https://a.example/s',
      routes: [],
      networks: [],
      tlsAuthorities: [],
      authentication: { type: 'none' },
      maxTimeSeconds: 30,
      maxMessageBytes: 10_485_760,
      providerSignature: 'required',
      payloadSignature: 'none',
      quota: { peakPerHour: 2000, nominalPerHour: 360, over: 'warn' },
      maxConcurrent: 64,
      repeatWindowSeconds: 600,
      maintenance: [],
      channels: ['sync'],
      asynchronous: {
        requests: 'push',
        pushedIsDelivered: true,
        fetchedIsDelivered: false,
        leaseSeconds: 300,
        expirySeconds: 604_800,
      },
    })
    expect(source.connections).toEqual([])
  })

  test('may hold a password, of which only the hash is kept', async () => {
    const password = 'demo password of the portal'
    expect(await verifyPassword(password, read.systems[0]!.passwordHash!)).toBe(true)
    expect(JSON.stringify(read)).not.toContain(password)
  })

  test('comes back the same after export and import', async () => {
    const source = await testSource()
    const yaml = exportYaml(new Registry(source, { number: 1, publishedAt: new Date() }))
    const again = await readRegistryYaml(yaml, { folder: '/nowhere' })
    expect(comparable(again)).toEqual(comparable(source))
    expect(again.services).toEqual(source.services)
    expect(again.connections).toEqual(source.connections)
    expect(exportYaml({ source: again })).toBe(yaml)
  })
})

describe('a refused registry file says where and what to write:', () => {
  test('a mistyped key gets a suggestion and its line', async () => {
    expect(await changed('keyReference:', 'keyRefrence:')).toEqual([
      `${line('keyReference:')}, systems[1].keyRefrence: unknown key; did you mean keyReference?`,
    ])
  })

  test('a number where digits in quotes belong', async () => {
    expect(await changed("bin: '000140000017'", 'bin: 140000017')).toEqual([
      `${line('bin:')}, organisations[0].bin: write it in quotes: '140000017'`,
    ])
  })

  test('names that nothing stands for', async () => {
    expect(await changed('system: akimat-portal', 'system: akimat-potral')).toEqual([
      `${line('system: akimat')}, connections[0].system: akimat-potral is no senderId of systems; did you mean akimat-portal?`,
    ])
    expect(await changed('owner: person-database', 'owner: nobody')).toEqual([
      `${line('owner:')}, services[0].owner: nobody is no senderId of systems`,
    ])
  })

  test('a list that is missing: nobody is cut off by an oversight', async () => {
    expect(await problemsOf('environment: test\ncontour: inner\nsystems: []\n')).toEqual([
      'line 1, organisations: write a list (each item begins with "- "), or [] when there is nothing',
      'line 1, services: write a list (each item begins with "- "), or [] when there is nothing',
      'line 1, connections: write a list (each item begins with "- "), or [] when there is nothing',
    ])
  })

  test('a name used twice', async () => {
    expect(await changed('senderId: person-database', 'senderId: akimat-portal')).toContain(
      `${line('senderId: person')}, systems[1].senderId: akimat-portal is taken by systems[0]`,
    )
  })

  test.each([
    ['ftp://a.example/', 'write an address that begins with http:// or https://'],
    ['javascript:alert(1)', 'write an address that begins with http:// or https://'],
    ['127.0.0.1:8086', 'write an address that begins with http:// or https://'],
    ['https://user:secret@a.example/', 'take the user name and password out of the address'],
    ['https://a.example/#part', 'take the part after # out of the address'],
  ])('the provider address %s', async (url, message) => {
    const problems = await changed('https://127.0.0.1:8443/person', url)
    expect(problems).toEqual([`${line('url: https://127')}, services[0].url: ${message}`])
  })

  test('a certificate file that is not there or holds something else', async () => {
    await writeFile(join(folder, 'no-certificate.pem'), 'hello')
    const [missing] = await changed('certificates/akimat-portal.pem', 'missing.pem')
    expect(missing).toMatch(/^line \d+, systems\[0\]\.certificates\[0\]: .*ENOENT/)
    const [wrong] = await changed('certificates/akimat-portal.pem', 'no-certificate.pem')
    expect(wrong).toMatch(/^line \d+, systems\[0\]\.certificates\[0\]: not a certificate/)
  })

  test('a password in both forms, or hashed with a cost that would hurt us', async () => {
    expect(
      await changed(
        'passwordHash: scrypt$15$8$1$A',
        'password: x\n    passwordHash: scrypt$15$8$1$A',
      ),
    ).toEqual([`${line('senderId: person')}, systems[1]: write passwordHash or password, not both`])
    expect(await changed('scrypt$15$8$1$A', 'scrypt$30$8$1$A')).toEqual([
      `${line('passwordHash: scrypt$15$8$1$A')}, systems[1].passwordHash: write a hash of the form scrypt$15$8$1$salt$hash`,
    ])
  })

  test('a password that is longer than a message may bring', async () => {
    const long = `password: ${'x'.repeat(1025)}`
    expect(await changed('password: demo password of the portal', long)).toEqual([
      `${line('senderId: akimat')}, systems[0].passwordHash: a password has 1 to 1024 characters`,
    ])
  })

  test('numbers, flags and words outside what is allowed, all at once', async () => {
    const text = example
      .replace('maxTimeSeconds: 10', 'maxTimeSeconds: 31')
      .replace('allowSha1: false', 'allowSha1: sometimes')
      .replace('contour: inner', 'contour: middle')
    expect(await problemsOf(text)).toEqual([
      `${line('contour:')}, contour: write one of inner, outer`,
      `${line('allowSha1:')}, systems[1].allowSha1: write true or false`,
      `${line('maxTimeSeconds')}, services[0].maxTimeSeconds: write a whole number from 1 to 30`,
    ])
  })

  test.each([
    ['a key twice', 'environment: test\nenvironment: production\n', /^line 2: .*unique/],
    ['no YAML', 'systems: [', /^line 1: /],
    ['a text', 'hello', /^line 1, the file: write a mapping with the keys environment/],
    ['nothing', '', /write a mapping/],
    ['prototype keys', '__proto__: { environment: test }\n', /__proto__: unknown key/],
  ])('%s', async (_, text, message) => {
    expect((await problemsOf(text))[0]).toMatch(message)
  })

  test.each([
    ['lists', '['.repeat(100_000)],
    ['closed lists', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['mappings', Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s in each other without end', async (_, text) => {
    expect(await problemsOf(text)).toEqual([expect.stringMatching(/^line \d+: nested too deep/)])
  })

  test('a file of gigabytes', async () => {
    expect(await problemsOf(`# ${'x'.repeat(64 * 1024 * 1024)}`)).toEqual([
      expect.stringContaining('the file is larger than'),
    ])
  })

  test('thousands of mistakes: the first hundred, and how many more', async () => {
    const problems = await problemsOf(`systems:\n${'- {}\n'.repeat(10_000)}`)
    expect(problems).toHaveLength(101)
    expect(problems[100]).toMatch(/^… and \d+ problems more$/)
  })

  test('a bomb of aliases is refused and not expanded', async () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x]'
        : `a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`,
    )
    expect(await problemsOf(levels.join('\n'))).toHaveLength(1)
  })
})

describe('the words of a registry file', () => {
  test('say how a provider is reached and what is checked', () => {
    const [service] = read.services
    expect(service).toMatchObject({
      routes: [{ routeId: 'almaty', url: 'https://10.1.0.5/person' }],
      networks: ['loopback', 'private'],
      authentication: { type: 'basic', user: 'gateway', secret: 'person-database-password' },
      payloadSignature: 'request',
      quota: { peakPerHour: 2000, nominalPerHour: 360, over: 'warn' },
      maintenance: [
        {
          from: new Date('2026-12-05T17:00:00Z'),
          until: new Date('2026-12-05T21:00:00Z'),
          reason: 'the database moves to a new machine',
        },
      ],
    })
    expect(service!.disabled).toBeUndefined()
    expect(read.connections[0]!.quota).toMatchObject({ peakPerHour: 5000, over: 'refuse' })
    expect(read.systems[1]!.previousPassword!.until).toEqual(new Date('2026-11-30T19:00:00Z'))
  })

  test('name schemas as they import each other, and take every authority of a file', () => {
    const [service] = read.services
    expect(service!.schema).toEqual({
      files: [
        { name: 'person.xsd', text: '<schema id="person.xsd"/>\n' },
        { name: 'parts/name.xsd', text: '<schema id="parts/name.xsd"/>\n' },
      ],
      checks: 'both',
    })
    expect(service!.tlsAuthorities.map(({ commonName }) => commonName)).toEqual(['one', 'another'])
  })

  test('say how the asynchronous channel delivers, and where a system is pushed to', () => {
    const { receiver } = read.systems[0]!
    expect(receiver).toMatchObject({
      url: 'https://10.2.0.7/messages',
      networks: ['private'],
      authentication: { type: 'bearer', secret: 'akimat-portal-token' },
      statusOperation: 'ChangeMessageStatusNotification',
      maxConcurrent: 4,
      answerSignature: { waived: 'order 18 of 2026-03-01, until the new release' },
    })
    expect(receiver!.tlsAuthorities.map(({ commonName }) => commonName)).toEqual(['one', 'another'])
    expect(read.services[0]).toMatchObject({
      channels: ['sync', 'async'],
      asynchronous: {
        requests: 'push',
        pushedIsDelivered: false,
        fetchedIsDelivered: false,
        leaseSeconds: 120,
        expirySeconds: 259_200,
      },
    })
    expect(read.connections[0]).toMatchObject({ requests: 'pull', answers: 'push' })
  })

  test('need only the address of a receiver', async () => {
    const text = example.replace(receiverText, '    receiver: { url: https://a.example/ }\n')
    const { systems } = await readRegistryYaml(text, { folder })
    expect(systems[0]!.receiver).toEqual({
      url: 'https://a.example/',
      networks: [],
      tlsAuthorities: [],
      authentication: { type: 'none' },
      statusOperation: 'changeMassageStatusNotification',
      maxConcurrent: 8,
      answerSignature: 'required',
    })
  })

  const withoutUrl = example
    .replace('    url: https://127.0.0.1:8443/person # http or https\n', '')
    .replace('channels: [sync, async]', 'channels: [async]')
    .replace('      requests: push', '      requests: pull')

  test('may leave out the address of a service whose owner fetches', async () => {
    expect((await readRegistryYaml(withoutUrl, { folder })).services[0]!.url).toBe('')
  })

  test.each([
    ['channels: [async]', 'channels: [sync, async]'],
    ['      requests: pull', '      requests: push'],
  ])('may not when %j becomes %j', async (from, to) => {
    expect(await problemsOf(withoutUrl.replace(from, to))).toEqual([
      expect.stringMatching(
        /, services\[0\]\.url: write the address; only a service with channels/,
      ),
    ])
  })

  test('may not have a connection push where there is no address', async () => {
    const text = withoutUrl.replace(
      '    requests: pull\n    # How the',
      '    requests: push\n    # How the',
    )
    expect(await problemsOf(text)).toEqual([
      expect.stringContaining(
        'connections[0].requests: PersonByIin has no address to push to: write its url',
      ),
    ])
    expect(await problemsOf(example.replace(receiverText, ''))).toEqual([
      expect.stringContaining(
        'connections[0].answers: akimat-portal has no address to push to: write its receiver',
      ),
    ])
  })

  test('may leave the password out', async () => {
    const text = example.replace('    password: demo password of the portal\n', '')
    expect((await readRegistryYaml(text, { folder })).systems[0]).not.toHaveProperty('passwordHash')
  })

  test.each([
    [
      'organisation: akimat\n',
      'organisation: akimta\n',
      'systems[0].organisation: akimta is no id of organisations; did you mean akimat?',
    ],
    [
      'organisation: akimat\n',
      'organisation: { name: A }\n',
      'systems[0].organisation: write the id of one of the organisations',
    ],
    [
      'organisations:\n',
      'organisations:\n  - { id: persons, name: B }\n',
      'organisations[2].id: persons is taken by organisations[0]',
    ],
    [
      'networks: [loopback, private]',
      'networks: [private]',
      'services[0].url: the address lies in a loopback network: write networks: [loopback], if',
    ],
    [
      'networks: [loopback, private]',
      'networks: [loopback]',
      'services[0].routes[0].url: the address lies in a private network',
    ],
    [
      'https://127.0.0.1:8443/person',
      'https://[fe80::1]/person',
      'services[0].url: the address lies in a link-local network',
    ],
    [
      "{ routeId: almaty, url: 'https://10.1.0.5/person' }",
      "{ routeId: a, url: 'https://a.example' }\n      - { routeId: a, url: 'https://a.example' }",
      'services[0].routes[1]: a is taken by routes[0]',
    ],
    [
      '{ type: basic, user: gateway, secret: person-database-password }',
      "{ type: bearer, secret: 'eyJhbGciOi not a name' }",
      'services[0].authentication.secret: write the name',
    ],
    [
      '{ type: basic, user: gateway, secret: person-database-password }',
      "{ type: basic, user: 'a:b', secret: x }",
      'services[0].authentication.user: no colon in the name',
    ],
    [
      '{ type: basic, user: gateway, secret: person-database-password }',
      '{ type: none, secret: x }',
      'services[0].authentication.secret: take it out: none has none',
    ],
    [
      'quota: { peakPerHour: 2000, nominalPerHour: 360, over: warn }',
      'quota: { peakPerHour: 300, over: warn }',
      'services[0].quota: nominalPerHour (360) is above peakPerHour (300)',
    ],
    [
      "'2026-12-05T22:00:00+05:00'",
      "'2026-12-05 22:00'",
      'services[0].maintenance[0].from: write a time with its offset',
    ],
    [
      "'2026-12-05T22:00:00+05:00'",
      "'2026-02-30T22:00:00+05:00'",
      'services[0].maintenance[0].from: write a time with its offset',
    ],
    [
      "'2026-12-05T22:00:00+05:00'",
      "'2026-12-07T22:00:00+05:00'",
      'services[0].maintenance[0]: until must be later than from',
    ],
    ['channels: [sync, async]', 'channels: []', 'services[0].channels: write at least one of sync'],
    ['channels: [sync, async]', 'channels: [soap]', 'channels[0]: write one of sync, async'],
    ['channels: [sync, async]', 'channels: async', 'services[0].channels: write a list'],
    [
      'channels: [sync, async]',
      'channels: [async, async]',
      'services[0].channels[1]: this channel stands here twice',
    ],
    [
      'leaseSeconds: 120',
      'leaseSeconds: 0',
      'services[0].asynchronous.leaseSeconds: write a whole number from 1 to 86400',
    ],
    [
      'expirySeconds: 259200',
      'expirySeconds: 31536001',
      'services[0].asynchronous.expirySeconds: write a whole number from 1 to 31536000',
    ],
    [
      'pushedIsDelivered: false',
      'pushIsDelivered: false',
      'services[0].asynchronous.pushIsDelivered: unknown key; did you mean pushedIsDelivered?',
    ],
    ['answers: push', 'answers: fetch', 'connections[0].answers: write one of push, pull'],
    [
      'https://10.2.0.7/messages',
      'https://127.0.0.1/messages',
      'systems[0].receiver.url: the address lies in a loopback network',
    ],
    [
      'authentication: { type: bearer, secret: akimat-portal-token }',
      'authentication: { type: bearer, user: x, secret: akimat-portal-token }',
      'systems[0].receiver.authentication.user: take it out',
    ],
    [
      'statusOperation: ChangeMessageStatusNotification',
      'statusOperation: changeMessageStatusNotification',
      'systems[0].receiver.statusOperation: write one of changeMassageStatusNotification, Change',
    ],
    [
      'tlsAuthorities: [certificates/tls-authority.pem]\n      auth',
      'tlsAuthorities: [certificates/akimat-portal.pem, certificates/akimat-portal.pem]\n      auth',
      'systems[0].receiver.tlsAuthorities[1]: this certificate stands here twice',
    ],
    [
      'tlsAuthorities: [certificates/tls-authority.pem]\n      auth',
      'tlsAuthorities: [missing.pem]\n      auth',
      'systems[0].receiver.tlsAuthorities[0]: write PEM text or the name of a file',
    ],
    [
      'schemas/parts/name.xsd',
      'certificates/akimat-portal.pem',
      'services[0].schema.files[1].name: write a name below the folder of the first XSD file',
    ],
    ['schemas/parts/name.xsd', 'schemas/latin.xsd', 'services[0].schema.files[1]: write the name'],
    ['schemas/parts/name.xsd', 'schemas/koi8.xsd', 'koi8.xsd declares the encoding KOI8-R'],
    ['schemas/parts/name.xsd', 'schemas/doctype.xsd', 'take the DOCTYPE out of doctype.xsd'],
    ['schemas/parts/name.xsd', 'schemas/none.xsd', 'services[0].schema.files[1]: write the name'],
    [
      "bin: '000140000017' # 12 digits in quotes: the BIN in the certificate; left out when that names none\n",
      "bin: '000140000017'\n    state: false\n",
      'unique',
    ],
    [
      '    state: true\n',
      '    state: false\n',
      'connections[0]: akimat-portal is not of a state body, and PersonByIin is: publish it on the outer gateway',
    ],
  ])('%j written as %j is told with its place', async (from, to, message) => {
    const problems = await changed(from, to)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^line \d+/)
    expect(problems[0]).toContain(message)
  })

  test('let anybody reach a state body on the outer gateway', async () => {
    const text = example
      .replace('contour: inner', 'contour: outer')
      .replace('    state: true\n', '    state: false\n')
    expect((await readRegistryYaml(text, { folder })).contour).toBe('outer')
  })

  test('refuse a client certificate over plain http', async () => {
    const text = example
      .replace('{ type: basic, user: gateway, secret', '{ type: clientCertificate, secret')
      .replace('https://10.1.0.5', 'http://10.1.0.5')
    expect((await problemsOf(text))[0]).toContain(
      'services[0].routes[0].url: a client certificate needs an address that begins with https://',
    )
  })
})

describe('the documentation', () => {
  const document = readFileSync(
    new URL('../../../docs/operations/registry.md', import.meta.url),
    'utf8',
  )

  test('shows a registry that is read', async () => {
    const [, yaml] = /```yaml\n([^]*?)```/.exec(document)!
    expect((await readRegistryYaml(yaml!, { folder })).services).toHaveLength(1)
  })

  test('has a row for every field of every thing', () => {
    const documented = new Set(
      [...document.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
        names!.replaceAll('`', '').split(', '),
      ),
    )
    const { organisation, system, service, connection } = plainLists(read, 'base64')
    const things: object[] = [...organisation, ...system, ...service, ...connection]
    const parts = [read.systems[0]!.receiver!, read.services[0]!.asynchronous, { disabled: 0 }]
    for (const thing of [...things, ...parts]) {
      for (const field of Object.keys(thing)) expect(documented).toContain(field)
    }
  })
})
