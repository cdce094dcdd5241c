import { DatabaseError } from './database-error.ts'

export interface DatabaseUrl {
  /** One URL per host, in the order given: a driver that knows no lists of hosts takes them one by one. */
  readonly single: readonly string[]
  /** `host:port, host:port` for messages: without user and password. */
  readonly hosts: string
  readonly name: string
}

const form = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]+)(?:\/([^/?#]*))?(\?[^#]*)?$/

/** Reads `postgres://user:password@host1:5432,host2:5432/name?sslmode=verify-full`, the form libpq knows. */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  const match = form.exec(url)
  if (match === null) throw malformed()
  const [, start = '', hosts = '', path = '', query = ''] = match
  const name = decoded(path) || 'postgres'
  const single = hosts
    .split(',')
    .map((host) => `${start}${host}/${encodeURIComponent(name)}${query}`)
  if (!single.every((one) => URL.canParse(one))) throw malformed()
  return { single, hosts: hosts.replaceAll(',', ', '), name }
}

/** The database that the URL names; `postgres` when it names none. */
export const databaseNameOf = (url: string): string => parseDatabaseUrl(url).name

/** The same server and user, another database. */
export function withDatabaseName(url: string, name: string): string {
  const match = form.exec(url)
  if (match === null) throw malformed()
  return `${match[1]}${match[2]}/${encodeURIComponent(name)}${match[4] ?? ''}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw malformed()
  }
}

function malformed(): DatabaseError {
  return new DatabaseError(
    'url-malformed',
    'The address of the database is not of the form postgres://user:password@host:5432/name (several hosts: ' +
      'host1:5432,host2:5432); signs like @ / ? # in the password are written %40 %2F %3F %23.',
  )
}
