const root = process.argv[2]!
const { scan, canonicalBytes } = await import(root + '/packages/xml/src/index.ts')
const { payload } = await import('/work/main/bench/src/payload.ts')
const docs: Record<string, Buffer> = {
  p200k: Buffer.from(payload(200_000)),
  p2m: Buffer.from(payload(2_000_000)),
  b64: Buffer.from(`<a>${Buffer.alloc(300_000, 7).toString('base64')}</a>`),
  kk: Buffer.from(`<a>${'Қасымбекова Әйгерім Нұрланқызы '.repeat(5000)}</a>`),
  crlf: Buffer.from(`<a>${'<b>x</b>\r\n'.repeat(20000)}</a>`),
  amp: Buffer.from(`<a>${'&amp;&lt;x'.repeat(20000)}</a>`),
  rnd: Buffer.from(
    `<a>${Array.from({ length: 20000 }, (_, i) => `<n${(i * 7919) % 20011} a${i % 977}="1"/>`).join('')}</a>`,
  ),
}
for (const [name, doc] of Object.entries(docs)) {
  let s = 1e9,
    c = 1e9
  const n = Math.max(4, Math.round(4e6 / doc.length))
  for (let r = 0; r < 12; r++) {
    let t = process.cpuUsage()
    let d
    for (let i = 0; i < n; i++) d = scan(doc)
    let e = process.cpuUsage(t)
    s = Math.min(s, (e.user + e.system) / n)
    t = process.cpuUsage()
    for (let i = 0; i < n; i++) canonicalBytes(d, { method: 'exc-c14n' })
    e = process.cpuUsage(t)
    c = Math.min(c, (e.user + e.system) / n)
  }
  console.log(name, doc.length, 'scan', s.toFixed(0), 'c14n', c.toFixed(0))
}
