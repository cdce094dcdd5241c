import { Fault } from '@arna/message'
import { PkiError } from '@arna/pki'
import { XmlError } from '@arna/xml'
import { SignatureError } from '@arna/xml-security'

/**
 * The fault a failure is answered with. The libraries' codes are words of the fault dictionary (the compiler checks it);
 * anything else is a defect of ours, answered without details.
 */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof XmlError) return new Fault(error.code, error.message, { cause: error })
  if (error instanceof SignatureError || error instanceof PkiError) {
    return new Fault(error.code, error.message, { cause: error })
  }
  return new Fault('internal-error', 'the gateway failed; its operator finds the reason by the sessionId', {
    cause: error,
  })
}
