import { carriageReturnsAdded } from './carriage-returns-added.ts'
import { carriageReturnsRemoved } from './carriage-returns-removed.ts'
import { characterSetDamaged } from './character-set-damaged.ts'
import { emptyNamespaceLost } from './empty-namespace-lost.ts'
import { escapedTwice, unescaped } from './escaped-otherwise.ts'
import { fieldAdded } from './field-added.ts'
import type { BodyHypothesis } from './hypothesis.ts'
import { idAddedLater } from './id-added-later.ts'
import { indentationAdded } from './indentation-added.ts'
import { indentationRemoved } from './indentation-removed.ts'
import { lineEndsRemoved } from './line-ends-removed.ts'
import { otherCanonicalization } from './other-canonicalization.ts'
import { otherDigest } from './other-digest.ts'
import { otherPartSigned } from './other-part-signed.ts'
import { prefixRenamed } from './prefix-renamed.ts'
import { signedInOtherEncoding } from './signed-in-other-encoding.ts'
import { unicodeNormalised } from './unicode-normalised.ts'
import { whiteSpaceAdded } from './white-space-added.ts'
import { whiteSpaceTrimmed } from './white-space-trimmed.ts'

/** What may have happened to a Body, the cheap and the usual first. */
export const bodyHypotheses: readonly BodyHypothesis[] = [
  otherDigest,
  otherCanonicalization,
  otherPartSigned,
  whiteSpaceAdded,
  lineEndsRemoved,
  indentationAdded,
  carriageReturnsAdded,
  carriageReturnsRemoved,
  indentationRemoved,
  idAddedLater,
  escapedTwice,
  unescaped,
  emptyNamespaceLost,
  characterSetDamaged,
  signedInOtherEncoding,
  unicodeNormalised,
  prefixRenamed,
  fieldAdded,
  whiteSpaceTrimmed,
]
