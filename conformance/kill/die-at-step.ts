// Loaded before a gateway that has to die at a certain step of a message's life on the asynchronous channel: kill -9 of itself at
// the COUNTth time that it comes there. Steps are told by what goes over its sockets; nothing of the gateway is changed.
import { ServerResponse } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'
import { type Step, steps } from './steps.ts'

const step = steps[process.env['ARNA_DIE_AT'] as keyof typeof steps] as Step
const receivers = new Set((process.env['ARNA_RECEIVER_PORTS'] ?? '').split(','))
let left = Number(process.env['ARNA_DIE_AFTER'] ?? 1)

const die = (): boolean => process.kill(process.pid, 'SIGKILL')

/** True when this is the time to die. What is on its way has left the process one turn later. */
function comeTo(to: Step['to'], said: unknown): boolean {
  if (step.to !== to || (typeof said !== 'string' && !Buffer.isBuffer(said))) return false
  return said.includes(step.says) && --left === 0
}

// PostgreSQL is reached by its socket, where the system has such, or by its port.
const toDatabase = new WeakSet<Socket>()
const connect: unknown = Reflect.get(Socket.prototype, 'connect')
Socket.prototype.connect = function (this: Socket, ...order: unknown[]) {
  if (typeof order[0] === 'string' && order[0].includes('.s.PGSQL.')) toDatabase.add(this)
  return Reflect.apply(connect as () => Socket, this, order)
} as typeof Socket.prototype.connect

const write: unknown = Reflect.get(Socket.prototype, 'write')
Socket.prototype.write = function (this: Socket, ...order: unknown[]) {
  const port = String(this.remotePort)
  const isDatabase = toDatabase.has(this) || port === process.env['ARNA_DATABASE_PORT']
  const to = isDatabase ? 'database' : receivers.has(port) ? 'receiver' : undefined
  const isTime = to !== undefined && comeTo(to, order[0])
  if (isTime && step.when === 'before') die()
  const result: unknown = Reflect.apply(write as () => boolean, this, order)
  if (isTime) setImmediate(die)
  return result
} as typeof Socket.prototype.write

const end: unknown = Reflect.get(ServerResponse.prototype, 'end')
ServerResponse.prototype.end = function (this: ServerResponse, ...order: unknown[]) {
  if (comeTo('caller', order[0])) die()
  return Reflect.apply(end as () => ServerResponse, this, order)
} as typeof ServerResponse.prototype.end
syncBuiltinESMExports()
