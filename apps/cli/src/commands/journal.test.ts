import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type Journal, newSessionId, openJournal, openJournalKey } from '@arna/journal'
import { createTestAuthority, throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operatorName } from '../operator.ts'
import { newFolder, type Ran, runArna } from '../test-setup/run-arna.ts'

const cwd = newFolder()
const password = 'Құпия-7'
const day = '2026-11-20'
const session = newSessionId(Date.parse(`${day}T10:00:00Z`))
let throwaway: ThrowawayDatabase
let request: Buffer

const arna = (...words: string[]): Promise<Ran> =>
  runArna(words, { cwd, env: { ARNA_DATABASE_URL: throwaway.url } })

async function signedRequest(): Promise<Buffer> {
  const { key, certificate } = await (await createTestAuthority()).issue({ iin: '000000000000' })
  writeFileSync(join(cwd, 'sender.key'), key.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(cwd, 'sender.crt'), certificate.pem)
  writeFileSync(
    join(cwd, 'envelope.xml'),
    `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><m><password>${password}</password></m></S:Body></S:Envelope>`,
  )
  const words = ['sign', 'envelope.xml', '--key', 'sender.key', '--cert', 'sender.crt']
  return Buffer.from((await runArna(words, { cwd })).stdout)
}

/** One exchange on a day that is over. */
async function exchange(journal: Journal): Promise<void> {
  const start = request.indexOf(password)
  const stageTimes = [{ stage: 'envelope', ms: 0.4 }]
  const digest = createHash('sha256').update(request).digest()
  await journal.admit(
    {
      kind: 'admitted',
      sessionId: session,
      messageId: 'm-1',
      senderId: 'portal',
      serviceId: 'Echo',
      digest: digest.toString('hex'),
      bytes: request.length,
      stageTimes,
    },
    { bytes: request, cut: [{ start, end: start + Buffer.byteLength(password) }] },
    { digest, windowSeconds: 600 },
    30,
  )
  const [answer, reply] = [
    Buffer.from('<answer>Ұ</answer>'),
    Buffer.from('<reply>\u009b2J</reply>'),
  ]
  await journal.write(
    {
      kind: 'finished',
      sessionId: session,
      digest: createHash('sha256').update(reply).digest('hex'),
      stageTimes,
    },
    { answer: { bytes: answer }, reply: { bytes: reply } },
  )
  await journal.event({ event: 'login', actor: 'айгүл', detail: 'said "hello]"\nagain' })
}

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  request = await signedRequest()
  const then = Date.parse(`${day}T10:00:00Z`)
  const journal = await openJournal(throwaway.database, {
    instance: 'test-inner',
    key: openJournalKey(join(cwd, 'journal.key')),
    sealFile: join(cwd, 'seals.jsonl'),
    time: { now: () => then, synchronise: async () => {} },
    onError: (error) => {
      throw error
    },
  })
  await exchange(journal)
  await journal.close()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(cwd, 'archive.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(cwd, 'archive.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
})
afterAll(() => throwaway.drop())

const events = (word: string): Promise<{ actor: string; data: Record<string, unknown> }[]> =>
  throwaway.database.query('select actor, data from journal_event where event = $1', [word])

describe('arna journal verify', () => {
  test('proves the journal of a database and says how much', async () => {
    const { code, stdout, stderr } = await arna('journal', 'verify', '--seals', 'seals.jsonl')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^the journal holds\nproved: \d+ records in \d+ batches of \d+ writers, 3 payloads, 1 seals\n/,
    )
    expect(stdout).toMatch(/\nsealed until 20.+Z; the end of what came later could be missing\n$/)
  })

  test('names the first break, and its exit code is 1', async () => {
    const forged = readFileSync(join(cwd, 'seals.jsonl'), 'utf8').replace(
      '"number":1,',
      '"number":7,',
    )
    writeFileSync(join(cwd, 'forged.jsonl'), forged)
    const { code, stdout } = await arna('journal', 'verify', '--seals', 'forged.jsonl')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^the journal is BROKEN: the seals 7 of the seal file are missing/)
  })

  test('says that a file is no journal', async () => {
    const { code, stderr } = await arna('journal', 'verify', 'envelope.xml')
    expect(code).toBe(1)
    expect(stderr).toBe('arna: envelope.xml is no export or archive of a journal\n')
  })
})

describe('arna journal show', () => {
  const words = ['journal', 'show', 'm-1', '--journal-key', 'journal.key', '--as', 'Айгүл']

  test('shows the message without its password, and journals who looked', async () => {
    const { code, stdout } = await runArna([...words, '--reason', 'claim 17'], {
      cwd,
      env: { ARNA_DATABASE_URL: throwaway.url, SUDO_USER: 'aigul' },
    })
    expect(code).toBe(0)
    expect(stdout).toContain('<m><password>[password cut out]</password></m>')
    expect(stdout).toContain('answer:\n<answer>Ұ</answer>\nreply:\n<reply>\\u009b2J</reply>\n')
    expect(stdout).not.toContain(password)
    expect(await events('payload-read')).toEqual([
      {
        actor: operatorName('aigul'),
        data: { sessionId: session, reason: 'claim 17', as: 'Айгүл' },
      },
    ])
  })

  test('with another key says whose key is missing', async () => {
    openJournalKey(join(cwd, 'other.key'))
    const { code, stderr } = await arna('journal', 'show', 'm-1', '--journal-key', 'other.key')
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^arna: The payload is encrypted with the key .+, which other\.key does not hold/,
    )
  })
})

describe('arna journal export', () => {
  test('writes lines that verify without a database, and no payload', async () => {
    const { code, stderr } = await arna('journal', 'export', '--out', 'all.jsonl')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'wrote all.jsonl\n' })
    const text = readFileSync(join(cwd, 'all.jsonl'), 'utf8')
    expect(text).toContain('"event":"login"')
    expect(text).not.toContain('"payload":')
    const verified = await runArna(['journal', 'verify', 'all.jsonl'], { cwd })
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('the journal holds'),
    })
    writeFileSync(join(cwd, 'all.jsonl'), text.replace('"actor":"айгүл"', '"actor":"айнұр"'))
    const broken = await runArna(['journal', 'verify', 'all.jsonl', '--json'], { cwd })
    expect(broken.code).toBe(1)
    expect(JSON.parse(broken.stdout).problems[0]).toMatch(/^the event login at .+ was altered/)
  })

  test('speaks RFC 5424 on stdout, one line a record, whatever a stranger wrote', async () => {
    const { stdout } = await arna(
      'journal',
      'export',
      '--format',
      'syslog',
      '--events-only',
      '--to',
      day,
    )
    const lines = stdout.trimEnd().split('\n')
    const login = lines.find((line) => line.includes(' login '))
    expect(login).toMatch(
      /^<109>1 2026-11-20T10:00:00\.000000Z \S+ arna - login \[arna@32473 instance="test-inner" actor="айгүл" writer="[0-9a-f-]{36}" batch="\d+" position="\d+" data="\{\}"\] \uFEFFlogin by айгүл: said "hello]"#012again$/,
    )
    expect(lines.every((line) => line.startsWith('<109>1 '))).toBe(true)
  })

  test('sends to a syslog server, counting octets', async () => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const received = once(server, 'connection').then(([socket]) => buffer(socket))
    const { code, stderr } = await arna(
      'journal',
      'export',
      '--to',
      day,
      '--send',
      `tcp://127.0.0.1:${port}`,
    )
    server.close()
    expect(code).toBe(0)
    let rest = await received
    const messages: string[] = []
    while (rest.length > 0) {
      const blank = rest.indexOf(0x20)
      const end = blank + 1 + Number(rest.toString('latin1', 0, blank))
      messages.push(rest.toString('utf8', blank + 1, end))
      rest = rest.subarray(end)
    }
    expect(stderr).toBe(`sent ${messages.length} messages to tcp://127.0.0.1:${port}\n`)
    expect(messages.filter((message) => message.startsWith('<'))).toHaveLength(messages.length)
    expect(messages.join('\n')).toContain(`session="${session}" message="m-1" sender="portal"`)
  })

  test('says that a server is not there', async () => {
    const { code, stderr } = await arna('journal', 'export', '--send', 'tcp://127.0.0.1:1')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^arna: after 0 messages tcp:\/\/127\.0\.0\.1:1 took no more: /)
  })
})

describe('arna journal export --evidence', () => {
  const words = ['journal', 'export', '--evidence', `{${session}}`, '--journal-key', 'journal.key']

  test('re-joins the bytes as they came, so that the signature of the sender is proved again', async () => {
    const { code } = await arna(...words, '--reason', 'claim 17', '--out', 'claim-17')
    expect(code).toBe(0)
    const folder = join(cwd, 'claim-17')
    expect(readFileSync(join(folder, 'request.xml')).equals(request)).toBe(true)
    expect(readFileSync(join(folder, 'answer.xml'), 'utf8')).toBe('<answer>Ұ</answer>')
    expect(readFileSync(join(folder, 'reply.xml'), 'utf8')).toBe('<reply>\u009b2J</reply>')
    const verified = await arna('verify', join('claim-17', 'request.xml'))
    expect(verified.code).toBe(0)
    const { positions } = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8'))
    expect(positions).toHaveLength(2)
    for (const { digest, record, batch, seal } of positions) {
      expect(batch.digests.slice((record.position - 1) * 64, record.position * 64)).toBe(digest)
      expect(seal.number).toBe(1)
    }
    expect(await events('evidence-exported')).toMatchObject([
      { data: { sessionId: session, reason: 'claim 17' } },
    ])
  })

  test('needs a reason', async () => {
    const { code, stderr } = await arna(...words, '--out', 'no-reason')
    expect(code).toBe(2)
    expect(stderr).toContain('--reason is missing')
    expect(existsSync(join(cwd, 'no-reason'))).toBe(false)
  })
})

describe('in the folder of the demo', () => {
  const home = join(cwd, '.arna')
  const inDemo = (...words: string[]): Promise<Ran> => runArna(words, { cwd })

  beforeAll(() => {
    mkdirSync(join(home, 'demo'), { recursive: true })
    mkdirSync(join(home, 'state'))
    writeFileSync(join(home, 'demo', 'demo.json'), '{}')
    copyFileSync(join(cwd, 'journal.key'), join(home, 'state', 'journal.key'))
    const instances = [
      { environment: 'test', databaseUrl: throwaway.url },
      { environment: 'production', databaseUrl: 'postgres://127.0.0.1:1/none' },
    ]
    writeFileSync(join(home, 'gateway.json'), JSON.stringify({ instances }))
  })

  test('a seal file is never compared with the database of another environment', async () => {
    expect(await inDemo('journal', 'verify', '--seals', 'seals.jsonl')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'a seal file is of one database, and the demo has 2: say which with --demo test-inner',
      ),
    })
    const words = ['--seals', 'seals.jsonl', '--demo', 'test-inner']
    expect(await inDemo('journal', 'verify', ...words)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^the journal holds\n/),
    })
  })

  test('export takes the database of the gateway that is named', async () => {
    const { code, stderr } = await inDemo('journal', 'export')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'arna: the demo has 2 databases: say which with --demo test-inner or --demo production-inner\n',
    })
    const { stdout } = await inDemo('journal', 'export', '--demo', 'test-inner')
    expect(stdout).toContain('"event":"login"')
  })

  test('show decrypts with the key of the demo, and trace asks one gateway', async () => {
    const shown = await inDemo('journal', 'show', 'm-1', '--demo', 'test-outer')
    expect(shown.stdout).toContain('<m><password>[password cut out]</password></m>')
    const traced = await inDemo('trace', 'm-1', '--demo', 'test-inner')
    expect(traced.stdout).toContain('finished by test-inner')
  })

  test('--demo and --database are not given together', async () => {
    const words = ['--demo', 'test-inner', '--database', throwaway.url]
    expect(await inDemo('journal', 'verify', ...words)).toMatchObject({ code: 2 })
  })
})

describe('arna journal archive', () => {
  test('refuses a day that is not over', async () => {
    const { code, stderr } = await arna('journal', 'archive', '2999-01-01', '--out', 'x.gz')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'arna: 2999-01-01 is not over yet (days are UTC)\n',
    })
  })

  test('keeps a day in a file that proves itself, and then drops it', async () => {
    const words = [
      'journal',
      'archive',
      day,
      '--out',
      'day.jsonl.gz',
      '--key',
      'archive.key',
      '--drop',
    ]
    const { code, stderr } = await arna(...words)
    expect(stderr).toMatch(
      /^wrote day\.jsonl\.gz: \d+ records in \d+ batches, 3 payloads\nSHA-256 [0-9a-f]{64}\ndropped 2026-11-20 from the database\n$/,
    )
    expect(code).toBe(0)

    const verify = ['journal', 'verify', 'day.jsonl.gz', '--key', 'archive.pub']
    expect(await runArna(verify, { cwd })).toMatchObject({ code: 0 })
    const whole = gunzipSync(readFileSync(join(cwd, 'day.jsonl.gz'))).toString()
    expect(whole).not.toContain(password)
    const { jws: _, ...unsigned } = JSON.parse(whole.trimEnd().split('\n').at(-1)!).end
    const stripped = whole.replace(/\{"end":.+\n$/, `${JSON.stringify({ end: unsigned })}\n`)
    writeFileSync(join(cwd, 'unsigned.gz'), gzipSync(stripped))
    const refused = await runArna(['journal', 'verify', 'unsigned.gz', '--key', 'archive.pub'], {
      cwd,
    })
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('is not believed') })

    const live = await arna('journal', 'verify', '--seals', 'seals.jsonl')
    expect(live.stdout).toContain('dropped, as the journal itself records: ')
    expect(live.code).toBe(0)
    expect(await throwaway.database.query('select 1 from journal_hold')).toEqual([])
    expect(await events('journal-archived')).toHaveLength(1)
  })
})
