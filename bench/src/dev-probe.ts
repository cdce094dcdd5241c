import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { ensureDatabase, migrate, openDatabase, startEmbedded } from '@arna/database'
import { freePort } from '@arna/testing'
import { fetch, claim } from '@arna/delivery'
import { openStore } from './asynchronous/store.ts'
const folder = mkdtempSync('/var/tmp/arna-probe-')
const server = await startEmbedded({ folder: join(folder, 'database'), port: await freePort(), log: () => {} })
const url = await ensureDatabase(server.url('postgres'), 'x')
const database = openDatabase(url, { max: 1 })
await migrate(database)
await database.query('vacuum (analyze)')
await database.query(`alter table delivery set (autovacuum_enabled = false)`); await database.query(`alter table delivery_content set (autovacuum_enabled = false)`); await database.query(`alter table delivery_message set (autovacuum_enabled = false)`)
const store = await openStore(url, folder)
const one = openDatabase(url, { max: 1 })
const order = { limit: 20, leaseSeconds: 60 }
const both = async (say: string) => {
  for (let n = 0; n < 8; n++) {
    const t = performance.now(); const a = await claim(one, { ...order, queue: store.queue, worker: '00000000-0000-0000-0000-000000000000' })
    const u = performance.now(); const b = await fetch(one, { ...order, queues: [store.queue], mostBytes: 1e7 })
    if (n > 5) console.log(say, 'claim', a.length, (u - t).toFixed(1), 'ms; fetch', b.length, (performance.now() - u).toFixed(1), 'ms')
  }
}
await both('empty')
for (const rows of [20_000, 80_000]) {
  let n = 0
  while (n < rows) { await Promise.all(Array.from({ length: 1000 }, () => store.accept(Buffer.alloc(500)))); n += 1000 }
  await both(`${rows} more`)
}
for (const row of await one.query('select name, generic_plans, custom_plans from pg_prepared_statements')) console.log(JSON.stringify(row))
await store.close(); await one.close(); await database.close(); await server.stop(); rmSync(folder, { recursive: true })
