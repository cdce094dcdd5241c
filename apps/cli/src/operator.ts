import { userInfo } from 'node:os'

/**
 * Who acts: the user of the operating system, and whoever became it by sudo. It is the word of the machine; what
 * proves a publication is its signature.
 */
export function operatorName(sudoUser: string | undefined): string {
  const name = ownName()
  return sudoUser === undefined || sudoUser === name ? name : `${sudoUser} as ${name}`
}

function ownName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that no name belongs to.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
