import { fileURLToPath } from 'node:url'
import type { Launch } from './contestant-process.ts'
import type { Sender } from './messages.ts'

const source = (name: string): string =>
  fileURLToPath(new URL(`contestants/${name}`, import.meta.url))

export const arnaVerify = ({ certificatePath }: Sender): Launch => ({
  command: [process.execPath, source('verify.ts'), certificatePath],
  warmUpMs: 5_000,
})

export const arnaVerifyAndSign = ({ certificatePath, keyPath }: Sender): Launch => ({
  command: [process.execPath, source('verify-and-sign.ts'), certificatePath, keyPath],
  warmUpMs: 5_000,
})
