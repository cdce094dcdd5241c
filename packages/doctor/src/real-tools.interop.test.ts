import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestAuthority } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diagnose } from './diagnose.ts'
import { content, signedMessage } from './test-setup/signed-message.ts'

const folder = mkdtempSync(join(tmpdir(), 'arna-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const payloads = {
  'on one line': '<greeting xmlns="urn:me"><from>Арна</from><text a="1">Сәлем</text></greeting>',
  'printed nicely before signing':
    '<greeting xmlns="urn:me">\n  <from>Арна</from>\n  <text>Сәлем</text>\n</greeting>\n',
}
const files: Record<string, string> = {}

beforeAll(async () => {
  const pair = await (await createTestAuthority()).issue({ keyKind: 'rsa2048' })
  for (const [name, payload] of Object.entries(payloads)) {
    files[name] = join(folder, `${name}.xml`)
    writeFileSync(files[name], signedMessage({ pair, body: content(payload) }))
  }
})

const python = (code: string, file: string): Buffer =>
  execFileSync('/usr/bin/python3', ['-c', `import sys\n${code}`, file])

/** What real programs make of a message that they were only asked to read and write. */
const tools: Readonly<Record<string, readonly [cause: string, (file: string) => Buffer]>> = {
  'xmllint --format': ['indentation-added', (file) => execFileSync('xmllint', ['--format', file])],
  'minidom of Python': [
    'indentation-added',
    (file) =>
      python(
        `import xml.dom.minidom as m\nsys.stdout.buffer.write(m.parse(sys.argv[1]).toprettyxml(indent='  ', encoding='utf-8'))`,
        file,
      ),
  ],
  'ElementTree of Python': [
    'prefix-renamed',
    (file) =>
      python(
        `import xml.etree.ElementTree as e\ne.parse(sys.argv[1]).write(sys.stdout.buffer, encoding='utf-8')`,
        file,
      ),
  ],
  'Transformer of the JDK': [
    'indentation-added',
    (file) =>
      execFileSync('java', [join(import.meta.dirname, '..', 'interop', 'Indent.java'), file]),
  ],
  'iconv of a wrong encoding': [
    'character-set-damaged',
    (file) => execFileSync('iconv', ['-f', 'windows-1251', '-t', 'utf-8', file]),
  ],
}

describe.each(Object.entries(tools))('%s', (_, [cause, run]) => {
  test.each(Object.keys(payloads))('is recognised: payload %s', async (name) => {
    const { findings } = await diagnose(run(files[name]!))
    expect(findings.map(({ code }) => code)).toContain(cause)
  })
})

test('tr -d of line ends is recognised', async () => {
  const file = files['printed nicely before signing']!
  const bytes = execFileSync('sh', ['-c', `tr -d '\\n' < "$0"`, file])
  const { findings } = await diagnose(bytes)
  expect(findings.map(({ code }) => code)).toContain('line-ends-removed')
})
