import type { FaultCode, Texts } from '@arna/message'

/** The stages that a file can be judged by. Of `deliver` only this, that the message can be written anew for a provider. */
export type JudgedStage =
  | 'channel'
  | 'envelope'
  | 'authenticate'
  | 'authorize'
  | 'route'
  | 'deliver'

/** What the gateway would say, as far as it was checked. */
export type Verdict =
  | { readonly outcome: 'ok' }
  | {
      readonly outcome: 'refused'
      readonly code: FaultCode
      readonly stage: JudgedStage
      /** The sentence of the gateway, in English. */
      readonly detail: string
    }

/** Where in the file, as it came: bytes from 0, line and column from 1. */
export interface Place {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/**
 * The first difference between what was signed and what came, in canonical form. Control characters are written
 * visibly, passwords are cut out.
 */
export interface Evidence {
  /** Bytes of the canonical form that are the same before. */
  readonly offset: number
  /** Line of the canonical form, from 1. */
  readonly line: number
  /** The last characters that are the same. */
  readonly before: string
  /** Some forty characters from the first difference on. */
  readonly signed: string
  readonly received: string
}

export interface Finding {
  /** A code of the fault dictionary for the verdict, else one of the doctor's own. */
  readonly code: string
  /**
   * `verdict`: what the gateway answers. `cause`: what happened to the message, proved by arithmetic. `problem`: it would
   * be refused for this as well. `hint`: worth knowing, proved by nothing.
   */
  readonly kind: 'verdict' | 'cause' | 'problem' | 'hint'
  readonly stage: JudgedStage
  readonly title: Texts
  readonly explanation: Texts
  readonly remedy: Texts
  readonly place?: Place
  readonly evidence?: Evidence
}

/** A check that could not be made, and what it would need. */
export interface LeftOut {
  readonly code: string
  readonly text: Texts
}

/** Why a message is refused, or that it would be accepted as far as was checked. Plain data. */
export interface Diagnosis {
  readonly verdict: Verdict
  /** The verdict first, causes before problems before hints. */
  readonly findings: readonly Finding[]
  readonly leftOut: readonly LeftOut[]
  /** How much was tried: guesses, and the bytes that they cost to read, write and hash. */
  readonly effort: { readonly guesses: number; readonly bytes: number }
}
