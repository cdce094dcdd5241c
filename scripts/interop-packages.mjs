// Plain JavaScript: this file runs on the machine's own Node (18 or later).
import { spawnSync } from 'node:child_process'

/** What the interop suite runs, how to see that it is there, and the Debian package that brings it. */
const programs = [
  { package: 'default-jdk-headless', command: ['javac', '-version'] },
  { package: 'libxml2-utils', command: ['xmllint', '--version'] },
  { package: 'xmlsec1', command: ['xmlsec1', '--version'] },
  { package: 'python3-zeep', command: ['/usr/bin/python3', '-c', 'import zeep'] },
  { package: 'python3-xmlsec', command: ['/usr/bin/python3', '-c', 'import xmlsec'] },
  { package: 'php-cli', command: ['php', '--version'] },
  { package: 'php-soap', command: ['php', '-r', 'exit(class_exists("SoapClient") ? 0 : 1);'] },
  { package: 'php-xml', command: ['php', '-r', 'exit(class_exists("DOMDocument") ? 0 : 1);'] },
  { package: 'curl', command: ['curl', '--version'] },
  { package: 'openssl', command: ['openssl', 'version'] },
]

function missingOf(wanted) {
  return wanted
    .filter(
      ({ command: [name, ...args] }) => spawnSync(name, args, { stdio: 'ignore' }).status !== 0,
    )
    .map((program) => program.package)
}

/** Installs what is missing when we may; otherwise says what is, and the tests that need it fail with the same word. */
export const prepareInterop = () => installMissing('interop', programs)

export function installMissing(suite, needed) {
  const wanted = missingOf(needed)
  if (wanted.length === 0) return
  const isDebian = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  if (isDebian && process.geteuid() === 0) {
    console.log(`arna: installing for the ${suite} suite: ${wanted.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args) =>
      spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...wanted)
  }
  const still = missingOf(needed)
  if (still.length === 0) return
  console.log(
    `arna: the ${suite} suite lacks ${still.join(', ')}: tests that need them will fail. As root: apt-get install ${still.join(' ')}`,
  )
}
