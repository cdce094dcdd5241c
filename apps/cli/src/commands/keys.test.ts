import { createPrivateKey } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyBelongsTo, parseCertificate, readPrivateKey } from '@arna/pki'
import { describe, expect, test } from 'vitest'
import { newFolder, runArna } from '../test-setup/run-arna.ts'

const subject = 'CN=ТЕСТОВ ТЕСТ,serialNumber=IIN000000000000,C=KZ,O=А\\, Б,OU=BIN000140000017'

describe('arna keys new', () => {
  test('writes a private key that only its owner may read', async () => {
    const cwd = newFolder()
    const ran = await runArna(['keys', 'new', '--kind', 'rsa2048', '--out', 'member.key'], { cwd })
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'wrote member.key\n' })
    const file = join(cwd, 'member.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readPrivateKey(readFileSync(file)).asymmetricKeyDetails?.modulusLength).toBe(2048)
  })

  test('makes a key of 64 hexadecimal digits for what is no pair', async () => {
    const cwd = newFolder()
    const ran = await runArna(['keys', 'new', '--kind', 'hex256', '--out', 'secret.key'], { cwd })
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'wrote secret.key\n' })
    const file = join(cwd, 'secret.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  test('makes a self-signed certificate with IIN and BIN beside it', async () => {
    const cwd = newFolder()
    const words = ['keys', 'new', '--kind', 'p256', '--out', 'test.key', '--self-signed']
    const { code, stdout } = await runArna(
      [...words, '--subject', subject, '--days', '2', '--json'],
      { cwd },
    )
    expect({ code, files: JSON.parse(stdout) }).toEqual({
      code: 0,
      files: { key: 'test.key', certificate: 'test.crt' },
    })
    const certificate = parseCertificate(readFileSync(join(cwd, 'test.crt')))
    expect(certificate).toMatchObject({
      iin: '000000000000',
      bin: '000140000017',
      organisation: 'А, Б',
    })
    expect(certificate.notAfter.getTime() - certificate.notBefore.getTime()).toBe(2 * 86_400_000)
    expect(keyBelongsTo(readPrivateKey(readFileSync(join(cwd, 'test.key'))), certificate)).toBe(
      true,
    )
  })

  test('makes the key that signs registries, with its public half', async () => {
    const cwd = newFolder()
    const { stderr } = await runArna(
      ['keys', 'new', '--kind', 'ed25519', '--out', 'publication.key'],
      { cwd },
    )
    expect(stderr).toMatch(/^key id [\w-]{43}\nwrote publication\.key\nwrote publication\.pub\n$/)
    const key = createPrivateKey(readFileSync(join(cwd, 'publication.key')))
    expect(key.asymmetricKeyType).toBe('ed25519')
    expect(readFileSync(join(cwd, 'publication.pub'), 'utf8')).toContain('BEGIN PUBLIC KEY')
  })

  test('never overwrites unless forced, and then the new file is private again', async () => {
    const cwd = newFolder()
    const file = join(cwd, 'a.key')
    writeFileSync(file, 'precious')
    chmodSync(file, 0o644)
    const words = ['keys', 'new', '--kind', 'p256', '--out', 'a.key']
    const refused = await runArna(words, { cwd })
    expect(refused.code).toBe(1)
    expect(refused.stderr).toBe(
      'arna: a.key exists already: choose another name, or give --force\n',
    )
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await runArna([...words, '--force'], { cwd })).code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY')
  })

  test('writes no key when the certificate beside it would overwrite another', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'a.crt'), 'precious')
    const words = [
      'keys',
      'new',
      '--kind',
      'p256',
      '--out',
      'a.key',
      '--self-signed',
      '--subject',
      'CN=a',
    ]
    expect((await runArna(words, { cwd })).stderr).toContain('a.crt exists already')
    expect(() => statSync(join(cwd, 'a.key'))).toThrow('ENOENT')
  })

  test.each([
    [['--kind', 'rsa1024', '--out', 'a'], '--kind rsa1024: one of rsa2048'],
    [['--kind', 'p256'], '--out is missing'],
    [['--kind', 'p256', '--out', 'a', '--self-signed'], '--subject is missing'],
    [
      ['--kind', 'p256', '--out', 'a', '--self-signed', '--subject', 'Test'],
      '--subject: Test is not of the form',
    ],
    [
      ['--kind', 'p256', '--out', 'a', '--self-signed', '--subject', 'CN=a', '--days', '0'],
      '--days: a whole number',
    ],
    [['--kind', 'ed25519', '--out', 'a', '--self-signed'], '--self-signed: an ed25519 key'],
  ])('%j is refused with exit code 2', async (words, message) => {
    const { code, stderr } = await runArna(['keys', 'new', ...words], { cwd: newFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('arna keys show', () => {
  test('shows that a key and its certificate belong together, and no secret', async () => {
    const cwd = newFolder()
    const words = [
      'keys',
      'new',
      '--kind',
      'p256',
      '--out',
      'test.key',
      '--self-signed',
      '--subject',
      subject,
    ]
    await runArna(words, { cwd })
    const [key] = JSON.parse(
      (await runArna(['keys', 'show', 'test.key', '--json'], { cwd })).stdout,
    )
    const [certificate] = JSON.parse(
      (await runArna(['keys', 'show', 'test.crt', '--json'], { cwd })).stdout,
    )
    expect(key).toEqual({
      what: 'private key',
      key: 'ec prime256v1',
      keySha256: certificate.keySha256,
    })
    expect(certificate).toMatchObject({
      what: 'certificate',
      iin: '000000000000',
      bin: '000140000017',
    })
    const { stdout } = await runArna(['keys', 'show', 'test.crt'], { cwd })
    expect(stdout).toContain('bin        000140000017\n')
  })

  test.each([
    ['hello', 'not'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'it is damaged'],
  ])('refuses a file that holds %j', async (content, message) => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'file'), content)
    const { code, stderr } = await runArna(['keys', 'show', 'file'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })
})
