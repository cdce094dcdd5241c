export type { Carrier, Offer, Sight } from './carrier/carrier.ts'
export { databaseCarrier } from './carrier/database-carrier.ts'
export { fileCarrier } from './carrier/file-carrier.ts'
export { httpsCarrier, type HttpsCarrierOptions } from './carrier/https-carrier.ts'
export { closestWord } from './closest-word.ts'
export { doubtsAbout } from './doubts.ts'
export { type Access, addressOf, mayCall } from './may-call.ts'
export { hashPassword, isPasswordHash, verifyPassword } from './password.ts'
export {
  PasswordCheck,
  PasswordCheckBusy,
  type PasswordCheckOptions,
  passwordIsRight,
} from './password-check.ts'
export { keepPasswords } from './keep-passwords.ts'
export { publicationHistory, type PublicationRow } from './publication-history.ts'
export { publicationKeyId } from './publication-key.ts'
export {
  type Change,
  changeRegistry,
  emptySource,
  newestSnapshot,
  type Published,
  type PublishOptions,
  publishSnapshot,
  publishWithin,
  storedSnapshot,
} from './publish-snapshot.ts'
export { type PartySignature, partySignature } from './party-signature.ts'
export {
  type ChangedThing,
  diffSources,
  type FieldChange,
  type RegistryChange,
} from './registry-diff.ts'
export { type Publication, Registry } from './registry.ts'
export { RegistryError, type RegistryErrorCode } from './registry-error.ts'
export { exportYaml, readRegistryYaml } from './registry-yaml.ts'
export { checkSecret } from './secret/check-secret.ts'
export {
  removeSecret,
  setSecret,
  type SetSecretOptions,
  type StoredSecret,
  storedSecrets,
} from './secret/provider-secrets.ts'
export { SecretError } from './secret/secret-error.ts'
export { readSecretKey, type SecretKey } from './secret/secret-key.ts'
export {
  openSecretStore,
  type SecretStore,
  type SecretStoreOptions,
} from './secret/secret-store.ts'
export { secretUses } from './secret/secret-uses.ts'
export { openSnapshot, signSnapshot, type SnapshotPlace } from './snapshot.ts'
export { specialNetworkOf } from './special-network.ts'
export {
  usualAsynchronous,
  usualConnection,
  usualQuota,
  usualReceiver,
  usualService,
  usualSystem,
} from './usual.ts'
export { type ChainMessage, type Push, requestMode, statusWayOf, type Way, wayOf } from './way.ts'
export { type RegistryWatch, watchRegistry, type WatchOptions } from './watch-registry.ts'
export {
  type AsynchronousDelivery,
  type Channel,
  channels,
  type Checked,
  type Connection,
  type Contour,
  contours,
  type DeliveryMode,
  deliveryModes,
  type Environment,
  environments,
  type InformationSystem,
  type KeyReferenceStyle,
  type Maintenance,
  type Organisation,
  type PayloadSchema,
  type ProviderAuthentication,
  type ProviderSignature,
  type Quota,
  type Receiver,
  type RegistrySource,
  type Route,
  type Service,
  type SpecialNetwork,
  specialNetworks,
  type StatusOperation,
  statusOperations,
} from './words.ts'
