import { cpSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from './index.ts'
import { chownAll, freePort, testPlace } from './test-setup/own-server.ts'

const place = testPlace()
afterAll(() => place.clear())

const hostOf = (url: string): string => new URL(url).host

/** The same data twice: the copy is a standby, which is read-only until it is promoted. */
test('a database with several hosts is always the primary, before and after a fail-over', async () => {
  const folders = [place.folder('one'), place.folder('two')] as const
  await (await place.start(folders[0])).stop()
  cpSync(folders[0], folders[1], { recursive: true })
  writeFileSync(join(folders[1], 'postgres', 'standby.signal'), '')
  const { uid, gid } = statSync(join(folders[0], 'postgres'))
  if (process.geteuid?.() === 0) chownAll(join(folders[1], 'postgres'), uid, gid)
  const primary = await place.start(folders[0])
  const standby = await place.start(folders[1])

  const url = new URL(primary.url('postgres'))
  // Over TCP: the test asks for ports.
  url.search = ''
  const hosts = [`127.0.0.1:${await freePort()}`, hostOf(standby.url('x')), url.host]
  const database = openDatabase(url.href.replace(url.host, hosts.join(',')))
  const ask = () =>
    database.query('select pg_is_in_recovery() as standby, inet_server_port() as port')
  expect(await ask()).toEqual([{ standby: false, port: Number(url.port) }])

  const promoter = openDatabase(standby.url('postgres'), { max: 1 })
  await primary.stop()
  const waiting = ask() // no host is primary now: it waits for one
  expect(await promoter.query('select pg_promote(true, 10) as done')).toEqual([{ done: true }])
  const port = Number(new URL(standby.url('x')).port)
  expect(await waiting).toEqual([{ standby: false, port }])
  await database.query('create table after_fail_over (id int)')
  await Promise.all([promoter.close(), database.close()])
})
