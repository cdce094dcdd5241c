import type { Service } from '@arna/registry'
import { onTestFinished } from 'vitest'
import { post, type ProviderBytes, type ProviderRequest } from '../post.ts'
import { openUpstream, type Upstream } from '../upstream.ts'

/** Connections that end with the test. */
export function testUpstream(options: Parameters<typeof openUpstream>[0] = {}): Upstream {
  const upstream = openUpstream(options)
  onTestFinished(() => upstream.close())
  return upstream
}

export function callProvider(
  upstream: Upstream,
  service: Service,
  options: Partial<ProviderRequest> & { readonly clientCertificate?: string } = {},
): Promise<ProviderBytes> {
  const { clientCertificate, ...request } = options
  const url = new URL(service.url)
  return post(upstream.poolFor({ ...service, key: service.serviceId }, url, clientCertificate), {
    path: url.pathname,
    headers: {},
    body: [Buffer.from('<a/>')],
    timeoutMs: 10_000,
    maxAnswerBytes: 1_000_000,
    ...request,
  })
}

/** What a call that fails says. */
export const failure = (call: Promise<unknown>): Promise<{ code: string; detail: string }> =>
  call.then(
    () => {
      throw new Error('the call was answered')
    },
    (error: { code: string; detail: string }) => ({ code: error.code, detail: error.detail }),
  )
