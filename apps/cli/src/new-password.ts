import { randomBytes } from 'node:crypto'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { UsageError } from './failure.ts'

export const newPasswordOptions: OptionSpecs = {
  stdin: { help: 'take the new password from standard input instead of making one' },
}

const longest = 1024
const shortest = 8

/** Made here (24 characters, 144 bits), or the line on standard input. */
export async function newPassword(given: Given, context: Context): Promise<string> {
  if (!given.flag('stdin')) return randomBytes(18).toString('base64url')
  const text = (await context.readStandardInput()).toString()
  const password = text.replace(/\r?\n$/, '')
  if (/[\p{Cc}\u2028\u2029\uFFFD]/u.test(password)) {
    throw new UsageError('--stdin: a password is one line of UTF-8 without control characters')
  }
  if (password.length < shortest || password.length > longest) {
    throw new UsageError(`--stdin: a password has ${shortest} to ${longest} characters`)
  }
  return password
}

/** Once, and only when it was made here: whoever gave it knows it. */
export function tellPassword(
  password: string,
  given: Given,
  context: Context,
  facts: Readonly<Record<string, unknown>>,
): void {
  const isMade = !given.flag('stdin')
  if (context.json) {
    context.write(`${JSON.stringify({ ...facts, ...(isMade && { password }) })}\n`)
  } else if (isMade) {
    context.say('The new password, which is shown this once and kept nowhere:')
    context.write(`${password}\n`)
  }
}
