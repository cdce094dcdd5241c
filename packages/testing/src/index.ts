export { type ThrowawayDatabase, throwawayDatabase } from './throwaway-database.ts'
export {
  createTestAuthority,
  selfSigned,
  type TestAuthority,
  type TestOrder,
  testValidity,
} from './certificate-authority.ts'
export { subjectAlternativeNames } from './subject-alternative-names.ts'
export { freePort } from './throwaway-server.ts'
