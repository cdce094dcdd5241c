export const clientId = 'demo-client'
/** Its certificate has run out: the start page shows what becomes of its messages. */
export const expiredId = 'demo-expired'
export const serviceId = 'DemoService'
