export { closestWord } from './closest-word.ts'
export { doubtsAbout } from './doubts.ts'
export { hashPassword, isPasswordHash, verifyPassword } from './password.ts'
export { PasswordCheck, PasswordCheckBusy, type PasswordCheckOptions } from './password-check.ts'
export {
  newestSnapshot,
  type Published,
  publishSnapshot,
  publishWithin,
} from './publish-snapshot.ts'
export { type PartySignature, partySignature } from './party-signature.ts'
export { type Publication, Registry } from './registry.ts'
export { RegistryError, type RegistryErrorCode } from './registry-error.ts'
export { exportYaml, readRegistryYaml } from './registry-yaml.ts'
export { openSnapshot, publicationKeyId, signSnapshot, type SnapshotPlace } from './snapshot.ts'
export { type RegistryWatch, watchRegistry, type WatchOptions } from './watch-registry.ts'
export {
  type Connection,
  type Contour,
  contours,
  type Environment,
  environments,
  type InformationSystem,
  type KeyReferenceStyle,
  type Organisation,
  type ProviderSignature,
  type RegistrySource,
  type Service,
} from './words.ts'
