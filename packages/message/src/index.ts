export type { FaultDefinition, Language, Texts } from './fault/definition.ts'
export { faultsPage } from './fault/faults-page.ts'
export {
  type ErrorInfo,
  errorInfoOf,
  Fault,
  type FaultCode,
  faultCodes,
  faultFrom,
  type FaultOptions,
  faults,
  httpStatus,
  isFaultCode,
  toldFault,
} from './fault.ts'
export { dateTime, isDateTime } from './shep/date-time.ts'
export { openEnvelope, type ShepEnvelope } from './shep/envelope.ts'
export { soapMediaTypes, type SoapVersion } from './shep/names.ts'
export { type Payload, payloadFrom, payloadOf } from './shep/payload.ts'
export {
  type ByteRange,
  passwordRange,
  type Property,
  readSendMessage,
  type SenderInfo,
  type SendMessage,
  type SendMessageInfo,
} from './shep/send-message.ts'
export {
  readSendMessageResponse,
  type SendMessageResponse,
  type SendMessageResponseInfo,
  type StatusInfo,
} from './shep/send-message-response.ts'
export { sessionIdFrom } from './shep/session-id.ts'
export { readFault, type ShepFault } from './shep/shep-fault.ts'
export {
  type BodyContent,
  type FaultWriting,
  writeFault,
  writeSendMessage,
  writeSendMessageResponse,
} from './shep/write.ts'
export { contractFile, listContractFiles } from './wsdl/contract-files.ts'
export { wsdlDocument, type WsdlLayout } from './wsdl/wsdl-document.ts'
