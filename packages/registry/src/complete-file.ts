import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import { hashPassword, maxPasswordLength } from './password.ts'
import { isMapping, type Path, type Problem } from './reading.ts'

/** Neither a certificate nor a schema is larger: the wrong file was named. */
const largestFile = 4 * 1024 * 1024

/**
 * What only a file may do: certificates and schemas by path, passwords in clear. Changes the tree in place, to one that
 * `readSource` reads.
 */
export async function completeFile(value: unknown, folder: string): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const [path, system] of mappings(value, 'systems')) {
    await completePassword(system, path, problems)
    await completeCertificates(system, 'certificates', { path, folder, problems })
    const { receiver } = system
    const place = { path: [...path, 'receiver'], folder, problems }
    if (isMapping(receiver)) await completeCertificates(receiver, 'tlsAuthorities', place)
  }
  for (const [path, service] of mappings(value, 'services')) {
    await completeCertificates(service, 'tlsAuthorities', { path, folder, problems })
    const { schema } = service
    if (isMapping(schema))
      await completeSchema(schema, { path: [...path, 'schema'], folder, problems })
  }
  return problems
}

interface Place {
  readonly path: Path
  readonly folder: string
  readonly problems: Problem[]
}

function* mappings(
  value: unknown,
  list: string,
): Generator<readonly [Path, Record<string, unknown>]> {
  const items = isMapping(value) ? value[list] : undefined
  if (!Array.isArray(items)) return
  for (const [index, item] of items.entries()) if (isMapping(item)) yield [[list, index], item]
}

async function completePassword(
  system: Record<string, unknown>,
  path: Path,
  problems: Problem[],
): Promise<void> {
  const { password } = system
  if (password === undefined) return
  delete system['password']
  const place = [...path, 'passwordHash']
  if (system['passwordHash'] !== undefined) {
    problems.push({ path, message: 'write passwordHash or password, not both' })
  } else if (typeof password !== 'string' || password === '') {
    problems.push({ path: place, message: 'write the password as a text in quotes' })
  } else if (password.length > maxPasswordLength) {
    const message = `a password has 1 to ${maxPasswordLength} characters`
    problems.push({ path: place, message })
  } else {
    system['passwordHash'] = await hashPassword(password)
  }
}

async function completeCertificates(
  owner: Record<string, unknown>,
  name: 'certificates' | 'tlsAuthorities',
  { path, folder, problems }: Place,
): Promise<void> {
  const written: unknown = owner[name]
  if (!Array.isArray(written)) return
  const complete: unknown[] = []
  for (const [index, certificate] of written.entries()) {
    if (typeof certificate !== 'string' || certificate.includes('-----BEGIN')) {
      complete.push(certificate)
      continue
    }
    const bytes = await readSmallFile(resolve(folder, certificate), (why) =>
      problems.push({
        path: [...path, name, index],
        message: `write PEM text or the name of a file: ${why}`,
      }),
    )
    if (bytes === undefined) complete.push(certificate)
    else complete.push(...certificatesIn(bytes, name))
  }
  owner[name] = complete
}

/** Authorities often come several in one file. A system's own certificate stands alone, so two are told as a mistake. */
function certificatesIn(bytes: Buffer, name: 'certificates' | 'tlsAuthorities'): string[] {
  if (!bytes.includes('-----BEGIN')) return [bytes.toString('base64')]
  const text = bytes.toString()
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
  return name === 'tlsAuthorities' && blocks !== null ? blocks : [text]
}

/** `files: [person.xsd, parts/name.xsd]`; names stay relative to the first one, as those that import them write them. */
async function completeSchema(schema: Record<string, unknown>, place: Place): Promise<void> {
  const { files } = schema
  if (!Array.isArray(files)) return
  const [entry] = files as readonly unknown[]
  const entryFolder = typeof entry === 'string' ? dirname(resolve(place.folder, entry)) : ''
  for (const [index, file] of files.entries()) {
    if (typeof file !== 'string') continue
    const path = resolve(place.folder, file)
    const complain = (why: string): unknown =>
      place.problems.push({
        path: [...place.path, 'files', index],
        message: `write the name of an XSD file: ${why}`,
      })
    const bytes = await readSmallFile(path, complain)
    const name =
      entryFolder === '' ? basename(path) : relative(entryFolder, path).replaceAll(sep, '/')
    files[index] = bytes && schemaFile(name, bytes, complain)
  }
}

function schemaFile(
  name: string,
  bytes: Buffer,
  complain: (why: string) => unknown,
): { name: string; text: string } | undefined {
  try {
    // Without the byte order mark, which belongs to the file.
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    complain(`${name} is not in UTF-8: save it so`)
    return undefined
  }
}

async function readSmallFile(
  path: string,
  complain: (why: string) => unknown,
): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path)
    if (size <= largestFile) return await readFile(path)
    complain(`${path} is larger than 4 MB`)
  } catch (error) {
    complain(error instanceof Error ? error.message : 'unreadable')
  }
  return undefined
}
