import { open } from 'node:fs/promises'
import { maxSnapshotBytes } from '../flattened-jws.ts'
import type { Carrier, Sight } from './carrier.ts'

/**
 * A file with the snapshot, which somebody replaces: by writing beside it and renaming, so that nobody reads a half. A
 * half is refused (its signature cannot hold) and the whole is taken as soon as it is there.
 */
export function fileCarrier(path: string): Carrier {
  let seen: string | undefined
  return {
    name: `the file ${path}`,
    look: async (): Promise<Sight> => {
      const file = await open(path, 'r')
      try {
        // Of the open file, not of the name, which may stand for another one by now.
        const before = await versionOf(file)
        if (before === seen) return { offers: [] }
        const text = await file.readFile('utf8')
        // Written into while it was read: the next look will find it at rest.
        if ((await versionOf(file)) !== before) return { offers: [] }
        seen = before
        return { offers: [{ version: before, text: async () => text }] }
      } finally {
        await file.close()
      }
    },
  }
}

async function versionOf(file: Awaited<ReturnType<typeof open>>): Promise<string> {
  const { ino, mtimeNs, size, isFile } = await file.stat({ bigint: true }).then((stats) => ({
    ino: stats.ino,
    mtimeNs: stats.mtimeNs,
    size: stats.size,
    isFile: stats.isFile(),
  }))
  if (!isFile) throw new Error('it is no ordinary file')
  if (size > maxSnapshotBytes) throw new Error(`it is larger than ${maxSnapshotBytes} bytes`)
  return `${ino} ${mtimeNs} ${size}`
}
