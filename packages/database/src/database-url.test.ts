import { describe, expect, test } from 'vitest'
import { databaseNameOf, parseDatabaseUrl, withDatabaseName } from './database-url.ts'

describe('parseDatabaseUrl', () => {
  test('takes one URL apart into one per host', () => {
    const url = 'postgres://arna:p%40ss@one:5432,two:5433/registry?sslmode=verify-full'
    expect(parseDatabaseUrl(url)).toEqual({
      single: [
        'postgres://arna:p%40ss@one:5432/registry?sslmode=verify-full',
        'postgres://arna:p%40ss@two:5433/registry?sslmode=verify-full',
      ],
      hosts: 'one:5432, two:5433',
      name: 'registry',
    })
  })

  test.each([
    ['postgresql://localhost', 'postgres'],
    ['postgres://u@h/a%20b', 'a b'],
    ['postgres://[::1]:5432/x', 'x'],
  ])('finds the database of %s', (url, name) => {
    expect(databaseNameOf(url)).toBe(name)
  })

  test.each([
    '',
    'mysql://h/x',
    'postgres://',
    'postgres://u:p@ss@h/x',
    'postgres://h:port/x',
    'postgres://h/%zz',
  ])('refuses %j without repeating what may be a password', (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(expect.objectContaining({ code: 'url-malformed' }))
    expect(() => parseDatabaseUrl(url)).not.toThrow(/p@ss/)
  })
})

test('withDatabaseName keeps everything but the name', () => {
  expect(withDatabaseName('postgres://u:p@one,two/x?sslmode=require', 'y z')).toBe(
    'postgres://u:p@one,two/y%20z?sslmode=require',
  )
})
