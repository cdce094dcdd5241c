export { type Answer, type Call, callService, CallError } from './call-service.ts'
export { answerCall, faultAnswer, type ReceivedCall, receiveCall } from './answer-call.ts'
