import { fileURLToPath } from 'node:url'
import type { Launch } from './contestant-process.ts'
import type { Sender } from './messages.ts'

const source = (name: string): string =>
  fileURLToPath(new URL(`contestants/${name}`, import.meta.url))

export const arnaVerify = ({ authorityPath, certificatePath }: Sender): Launch => ({
  command: [process.execPath, source('verify.ts'), authorityPath, certificatePath],
  warmUpMs: 5_000,
})

export const arnaVerifyAndSign = ({ authorityPath, certificatePath, keyPath }: Sender): Launch => ({
  command: [
    process.execPath,
    source('verify-and-sign.ts'),
    authorityPath,
    certificatePath,
    keyPath,
  ],
  warmUpMs: 5_000,
})
