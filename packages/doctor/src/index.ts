export type { Circumstances } from './circumstances.ts'
export { diagnose } from './diagnose.ts'
export type {
  Diagnosis,
  Evidence,
  Finding,
  JudgedStage,
  LeftOut,
  Place,
  Verdict,
} from './diagnosis.ts'
export { diagnosisText } from './diagnosis-text.ts'
export { hidePasswords } from './hide-passwords.ts'
