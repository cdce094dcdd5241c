/** A way by which snapshots reach a gateway. It is believed nothing: whoever takes an offer checks signature and number. */
export interface Carrier {
  /** As operators read it in a log: `the database`, `the file /etc/arna/registry.jws`. */
  readonly name: string
  /**
   * Asks what is there. `than` is the number in force; what is certainly no newer need not be offered. Throws when
   * there is no answer that could be used; the signal ends the question.
   */
  look(than: number, signal: AbortSignal): Promise<Sight>
}

export interface Sight {
  /** The newest number, 0 for none, from a carrier that knows it without opening anything. */
  readonly newest?: number
  /** Best first; empty when nothing changed since the last look. */
  readonly offers: readonly Offer[]
}

export interface Offer {
  /** Another one for other bytes, so that what was refused is not tried again and again. */
  readonly version: string
  /** As the carrier says. */
  readonly number?: number
  /** Undefined when it has gone in the meantime. */
  text(): Promise<string | undefined>
}
