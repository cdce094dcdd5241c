export interface OriginHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/** Names under which only this machine reaches itself: others may be pointed at it by whoever owns them. */
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/**
 * Whether a form was sent from a page of our own: browsers say where a POST comes from. What says nothing is no browser
 * and carries nobody's rights.
 */
export function isFromOurPage({ host = '', origin, ...headers }: OriginHeaders): boolean {
  if (!isLoopback(host)) return false
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined || origin === `http://${host}`
}

export const isLoopback = (host: string | undefined): boolean => loopback.test(host ?? '')
