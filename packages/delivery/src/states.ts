/** What the parties are told of a message (common/v10/Types, MessageState). */
export type MessageState = 'ON_DELIVERY' | EndState

export const endStates = ['DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED'] as const
export type EndState = (typeof endStates)[number]

export const isEndState = (state: string): state is EndState =>
  (endStates as readonly string[]).includes(state)
