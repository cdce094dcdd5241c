/** Names of the SHEP contracts (AsyncChannel v10). Only the wrapper elements stand in a namespace. */
export const asyncTypes = 'http://bip.bee.kz/AsyncChannel/v10/Types'

/** Of the words that a member who is pushed to implements; SHEP declares sendMessage here as well and does not use it. */
export const asyncClientTypes = 'http://bip.bee.kz/AsyncChannel/v10/Types/Client'

export const asyncOperations = [
  'sendMessage',
  'sendDeliveryNotification',
  'getMessageStatus',
  'getMessages',
] as const

export type AsyncOperation = (typeof asyncOperations)[number]

/** The interface files say Massage, the Rules (appendix 1, 1.2) say Message. */
export const statusOperations = [
  'changeMassageStatusNotification',
  'ChangeMessageStatusNotification',
] as const

export type StatusOperation = (typeof statusOperations)[number]

export type AsyncFaultOperation = AsyncOperation | 'changeMassageStatusNotification'

/** The element that holds ErrorInfo in the detail of a fault. */
export function asyncFaultElement(operation: AsyncFaultOperation): {
  name: string
  namespace: string
} {
  return {
    name: `${operation}Fault1_${operation}Fault`,
    namespace: operation === 'changeMassageStatusNotification' ? asyncClientTypes : asyncTypes,
  }
}
