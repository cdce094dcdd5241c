/**
 * Fuzzing by hand: mutates documents and compares our scanner and canonicaliser with libxml2's.
 *
 *   node packages/xml/fuzz/scan.fuzz.ts [COUNT] [SEED] [FILE…]
 *
 * COUNT documents are tried, 0 (the default) means until Ctrl-C; document n of a run has the seed SEED + n, so
 * `1 SEED+n` with the same files shows it alone. FILEs join the corpus beside generated documents. Every
 * disagreement is printed with its seed, and the exit code is then 1.
 */
import { readFileSync } from 'node:fs'
import { compareEngines } from './compare-engines.ts'
import { pickBySeed, randomDocument, wounded } from './random-document.ts'

const [count = '0', firstSeed = String(Date.now() % 2 ** 32), ...files] = process.argv.slice(2)
const corpus = files.map((file) => readFileSync(file))
const last = Number(count) === 0 ? Infinity : Number(count)
const totals = { tried: 0, accepted: 0, disagreements: 0 }
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

console.log(`seed ${firstSeed}, ${corpus.length} files in the corpus`)
while (totals.tried < last && !stop.signal.aborted) {
  const seed = Number(firstSeed) + totals.tried
  const pick = pickBySeed(seed)
  const fromCorpus = corpus.length > 0 && pick(2) === 0
  const whole = fromCorpus ? corpus[pick(corpus.length)]! : Buffer.from(randomDocument(pick))
  const bytes = pick(5) === 0 ? whole : wounded(pick, whole)
  const { accepted, disagreement } = compareEngines(bytes, pick)
  if (accepted) totals.accepted++
  if (disagreement !== undefined) {
    totals.disagreements++
    console.log(`seed ${seed}: ${disagreement}`)
  }
  totals.tried++
  if (totals.tried % 10_000 === 0) {
    console.log(JSON.stringify(totals))
    await new Promise((resolve) => setImmediate(resolve)) // lets Ctrl-C in
  }
}
console.log(JSON.stringify(totals))
process.exitCode = totals.disagreements > 0 ? 1 : 0
