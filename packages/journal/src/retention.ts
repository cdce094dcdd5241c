/** How many whole days each kind is kept; what is left out is kept for ever. */
export interface RetentionDays {
  readonly payloads?: number
  readonly messages?: number
  readonly events?: number
}
