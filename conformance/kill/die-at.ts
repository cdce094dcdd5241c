// Loaded before a gateway that has to die at a certain place: kill -9 of itself at the COUNTth time that it comes there.
// Places are told by what is called from which file; nothing of the gateway is changed.
import crypto from 'node:crypto'
import { ServerResponse } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

const place = process.env['ARNA_DIE_AT'] ?? ''
let left = Number(process.env['ARNA_DIE_AFTER'] ?? 1)

function comeTo(here: string): void {
  if (here === place && --left === 0) process.kill(process.pid, 'SIGKILL')
}

const calledFrom = (file: string): boolean => new Error().stack?.includes(file) === true

const { createHash, createHmac, sign } = crypto

// The signature is right and the sender is known; nothing is written yet.
crypto.createHash = (...order) => {
  if (place === 'authenticate' && calledFrom('authenticate.ts')) comeTo('authenticate')
  return createHash(...order)
}
// It is admitted, or will be in a moment, and the provider has heard nothing.
crypto.createHmac = (...order) => {
  if (place === 'deliver' && calledFrom('deliver.ts')) comeTo('deliver')
  return createHmac(...order)
}
// The provider has answered, and the journal does not know.
crypto.sign = ((...order: Parameters<typeof sign>) => {
  if (place === 'answer' && calledFrom('answer.ts')) comeTo('answer')
  return sign(...order)
}) as typeof sign

// The outcome is in the journal, and the sender has not got it.
const writeHead: unknown = Reflect.get(ServerResponse.prototype, 'writeHead')
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...order: unknown[]) {
  if (place === 'reply') comeTo('reply')
  return Reflect.apply(writeHead as () => ServerResponse, this, order)
} as typeof ServerResponse.prototype.writeHead

// PostgreSQL is reached by its socket, where the system has such, or by its port.
const toDatabase = new WeakSet<Socket>()
const connect: unknown = Reflect.get(Socket.prototype, 'connect')
Socket.prototype.connect = function (this: Socket, ...order: unknown[]) {
  if (typeof order[0] === 'string' && order[0].includes('.s.PGSQL.')) toDatabase.add(this)
  return Reflect.apply(connect as () => Socket, this, order)
} as typeof Socket.prototype.connect

// Something goes to the provider or to the database: before its first byte does, or just after.
const write: unknown = Reflect.get(Socket.prototype, 'write')
Socket.prototype.write = function (this: Socket, ...order: unknown[]) {
  const isProvider = String(this.remotePort) === process.env['ARNA_PROVIDER_PORT']
  const isDatabase =
    toDatabase.has(this) || String(this.remotePort) === process.env['ARNA_DATABASE_PORT']
  const result: unknown = Reflect.apply(write as () => boolean, this, order)
  if (isProvider) comeTo('sent')
  if (isDatabase) comeTo('journal')
  return result
} as typeof Socket.prototype.write
syncBuiltinESMExports()
