export { answerCall, faultAnswer, type ReceivedCall, receiveCall } from './answer-call.ts'
export { type Answer, type Call, callService } from './call-service.ts'
export {
  fetchMessages,
  messageStatus,
  type Outgoing,
  sayDelivered,
  sendMessage,
  signMessage,
  type Verdict,
} from './asynchronous.ts'
export { CallError, type Door, sendSigned } from './exchange.ts'
export { answerPush, type Pushed, receivePush } from './receive-push.ts'
