import type { FieldChange, RegistryChange } from '@arna/registry'
import { visible } from './visible.ts'

const marks = { added: '+', removed: '-', changed: '~' } as const

/** Changes for people, a line for each thing and each field of what was changed. */
export function changeLines(changes: readonly RegistryChange[]): string[] {
  return changes.flatMap((change) => {
    const head = `${marks[change.change]} ${change.what} ${visible(change.name)}`.trimEnd()
    return change.change === 'changed' ? [head, ...change.fields.flatMap(fieldLines)] : [head]
  })
}

function fieldLines({ field, from, to }: FieldChange): string[] {
  if (field === 'certificates' || field === 'tlsAuthorities') {
    const lines = (values: unknown, mark: string): string[] =>
      ((values ?? []) as CertificateFacts[]).map(
        (one) => `    ${field} ${mark} ${certificate(one)}`,
      )
    return [...lines(from, '-'), ...lines(to, '+')]
  }
  if (field === 'passwordHash') return [`    password ${to === undefined ? 'removed' : text(to)}`]
  return [`    ${field}: ${text(from)} → ${text(to)}`]
}

interface CertificateFacts {
  readonly subject: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
}

function certificate({ subject, serial, notBefore, notAfter }: CertificateFacts): string {
  const dates = `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}`
  return `${visible(subject)}, serial ${serial}, ${dates}`
}

function text(value: unknown): string {
  if (value === undefined) return '(nothing)'
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`
  if (typeof value !== 'object' || value === null) {
    return visible(typeof value === 'string' ? value : JSON.stringify(value))
  }
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `${name} ${text(one)}`)
  return `{${entries.join(', ')}}`
}
