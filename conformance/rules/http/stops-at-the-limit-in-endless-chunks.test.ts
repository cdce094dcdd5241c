import { connect } from 'node:net'
import { test } from 'vitest'
import { httpRequest, readAnswer } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { expectRefusal } from '../../live/speak.ts'

test('chunks without end are refused at the limit, and the connection ends', async () => {
  const small = await startSmallWorld({ requestSeconds: 2 })
  const { hostname, port } = new URL(small.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  const said = await new Promise<string>((resolve) => {
    let text = ''
    const fill = (): void => {
      while (socket.write(chunk));
    }
    socket.on('drain', fill)
    socket.on('data', (piece) => (text += piece.toString()))
    socket.on('error', () => undefined) // it is cut off while we write
    socket.on('close', () => resolve(text))
    socket.write(httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' }))
    fill()
  })
  const answer = readAnswer(said)
  const length = Number(/^content-length: (\d+)$/im.exec(answer.head)![1])
  const text = Buffer.from(answer.text).subarray(0, length).toString()
  await expectRefusal({ ...answer, text }, 'message-too-large', { in: small })
})
