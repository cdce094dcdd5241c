import { ellipticHalvesTurned, ellipticValueInDer } from './elliptic-value-spelled-otherwise.ts'
import type { ValueHypothesis } from './hypothesis.ts'
import { otherBytesSigned } from './other-bytes-signed.ts'
import { otherSignatureAlgorithm } from './other-signature-algorithm.ts'
import { signedInfoOtherwise } from './signed-info-otherwise.ts'
import { signedInfoPrefixRenamed } from './signed-info-prefix-renamed.ts'
import { signedInfoWrittenAnew } from './signed-info-written-anew.ts'

/** What may have happened to SignedInfo and its value. */
export const valueHypotheses: readonly ValueHypothesis[] = [
  otherSignatureAlgorithm,
  ellipticValueInDer,
  ellipticHalvesTurned,
  signedInfoOtherwise,
  signedInfoPrefixRenamed,
  signedInfoWrittenAnew,
  otherBytesSigned,
]
