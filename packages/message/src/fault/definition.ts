export type Language = 'kk' | 'ru' | 'en'

export type Texts = Readonly<Record<Language, string>>

/** What the gateway knows about one way in which a message can fail. */
export interface FaultDefinition {
  /** The errorCode on the wire: a code of SHEP (SCE…) where it is known, else one of our own (ARN…). */
  readonly shep: string
  /** Who must mend it. */
  readonly party: 'sender' | 'provider' | 'gateway' | 'operator'
  /** Whether the same bytes may succeed later. */
  readonly retry: boolean
  readonly soap: 'Client' | 'Server'
  /** The status at a SOAP 1.1 door: 500 (SOAP 1.1 §6.2), except what HTTP itself refuses. */
  readonly http: number
  readonly title: Texts
  readonly remedy: Texts
  /** The code of the fault that the other party sees instead, so that it learns nothing by trying. */
  readonly toldAs?: 'sender-not-recognised'
}

export type FaultGroup = Readonly<Record<string, FaultDefinition>>
