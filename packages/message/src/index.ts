export type { FaultDefinition, Language, Texts } from './fault/definition.ts'
export {
  type DeliveryStatusDefinition,
  deliveryStatuses,
  type DeliveryStatusWord,
} from './fault/delivery-statuses.ts'
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
export {
  type AsyncSendMessageResponse,
  type GetMessagesResponse,
  type GetMessagesResponseInfo,
  type GetMessageStatusResponse,
  readAsyncSendMessageResponse,
  readGetMessagesResponse,
  readGetMessageStatusResponse,
  readSendDeliveryNotificationResponse,
  type SendDeliveryNotificationResponse,
} from './shep/async/answers.ts'
export type { AsyncMessage, AsyncMessageInfo } from './shep/async/async-message.ts'
export {
  asyncPasswordRange,
  type AsyncRequest,
  type AsyncSendMessage,
  type GetMessages,
  type GetMessageStatus,
  readAsyncRequest,
  type SendDeliveryNotification,
} from './shep/async/async-request.ts'
export type { DeliveryNotification } from './shep/async/delivery-notification.ts'
export type { AsyncFaultOperation, AsyncOperation, StatusOperation } from './shep/async/names.ts'
export {
  type PushAnswer,
  readPushAnswer,
  readPushedMessage,
  readStatusAnswer,
} from './shep/async/push.ts'
export type { MessagesQuery, MessageStatusQuery } from './shep/async/queries.ts'
export {
  readStatusNotification,
  type StatusNotification,
  type StatusNotificationInfo,
} from './shep/async/status-notification.ts'
export {
  type AsyncMessageType,
  messageTypes as asyncMessageTypes,
  type MessageState,
  type MessageStatus,
} from './shep/async/values.ts'
export {
  writeAsyncSendMessageResponse,
  writeGetMessagesResponse,
  writeGetMessageStatusResponse,
  writeSendDeliveryNotificationResponse,
} from './shep/async/write-answers.ts'
export {
  writeAsyncMessage,
  writeAsyncSendMessage,
  writePushedMessage,
} from './shep/async/write-message.ts'
export {
  writeGetMessages,
  writeGetMessageStatus,
  writeSendDeliveryNotification,
} from './shep/async/write-requests.ts'
export {
  writeStatusAnswer,
  writeStatusNotification,
} from './shep/async/write-status-notification.ts'
export { asyncOperationOf, channelOf } from './shep/channel-of.ts'
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
export { isStatusWord, statusOf, type StatusWord } from './status-of.ts'
export { contractFile, listContractFiles } from './wsdl/contract-files.ts'
export { type WsdlChannel, wsdlDocument } from './wsdl/wsdl-document.ts'
