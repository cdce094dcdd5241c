// For maintainers, when scripts/pinned-node.json changes. The official list of nodejs.org names archives, not the binary inside:
//   node scripts/check-pinned-node.mjs linux-x64 node-v24.21.0-linux-x64.tar.gz SHASUMS256.txt [pinned-node.json]
// checks the archive against the list, and bin/node inside it against pinned-node.json. Before that: the signature of the list
// (gpg --verify SHASUMS256.txt.sig SHASUMS256.txt, with the keys of https://github.com/nodejs/release-keys).
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { main, Obstacle, root, sha256Of } from './install.mjs'

await main(async () => {
  const [platform, archive, sums, list = join(root, 'scripts', 'pinned-node.json')] =
    process.argv.slice(2)
  if (!sums) {
    throw new Obstacle(
      'usage: node scripts/check-pinned-node.mjs PLATFORM ARCHIVE SHASUMS256.txt [PINNED-NODE.json]',
    )
  }
  const { version, binaries } = JSON.parse(readFileSync(list, 'utf8'))
  const pinned = binaries[platform]
  if (!pinned) throw new Obstacle(`${list} lists no binary for ${platform}.`)
  const name = basename(new URL(pinned.archive).pathname)
  if (basename(archive) !== name)
    throw new Obstacle(`The archive of ${platform} is ${name}, not ${basename(archive)}.`)

  const official = readFileSync(sums, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, file]) => file === name)?.[0]
  if (official === undefined) throw new Obstacle(`${sums} does not name ${name}.`)
  if ((await sha256Of(archive)) !== official) {
    throw new Obstacle(`${archive} is not the official archive: its SHA-256 differs from ${sums}.`)
  }

  const inside = await sha256Inside(archive, `node-v${version}-${platform}/bin/node`)
  if (inside !== pinned.sha256) {
    throw new Obstacle(
      `bin/node of the official archive has the SHA-256 ${inside}, ${list} lists ${pinned.sha256}: the npm package holds another binary. Do not ship it.`,
    )
  }
  console.log(`${platform}: bin/node of ${name} is the one that is pinned (${inside}).`)
  return 0
})

function sha256Inside(archive, path) {
  return new Promise((resolve, reject) => {
    const tar = spawn('tar', ['-xOf', archive, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const hash = createHash('sha256')
    tar.stdout.on('data', (chunk) => hash.update(chunk))
    tar.once('error', reject)
    tar.once('close', (code) =>
      code === 0
        ? resolve(hash.digest('hex'))
        : reject(new Obstacle(`${archive} holds no ${path}.`)),
    )
  })
}
