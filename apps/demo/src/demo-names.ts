export const clientId = 'demo-client'
export const serviceId = 'DemoService'
