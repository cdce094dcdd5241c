const uuid = /^\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?$/

/**
 * The guid of SHEP, `{…}` with braces, from a uuid with or without them. Undefined for anything else: clients and
 * providers put all sorts of things here, and SHEP alone fills it.
 */
export function sessionIdFrom(text: string): string | undefined {
  const match = uuid.exec(text.trim())
  return match === null ? undefined : `{${match[1]}}`
}
