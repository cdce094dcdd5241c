import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { expectRefusal, world } from '../../live/speak.ts'

const residentBytes = async (): Promise<number> => {
  const metrics = await fetch(new URL('/metrics', world.url))
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(await metrics.text())![1])
}

test('a body in a million pieces is refused, and no piece is kept', async () => {
  const head = httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' })
  const before = await residentBytes()
  const answer = await exchangeRaw(`${head}${'1\r\n \r\n'.repeat(1_000_000)}0\r\n\r\n`)
  await expectRefusal(readAnswer(answer), 'message-too-large')
  expect((await residentBytes()) - before).toBeLessThan(100e6)
})
