export const clientId = 'demo-client'
/** Its certificate has run out: the start page shows what becomes of its messages. */
export const expiredId = 'demo-expired'
export const serviceId = 'DemoService'
/** On the asynchronous channel: the demo service takes what is pushed to it, and answers with a message of its own. */
export const asyncServiceId = 'DemoAsync'
