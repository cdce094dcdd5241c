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
export { diagnosisSection } from './page/diagnosis-section.ts'
export { doctorForm } from './page/doctor-form.ts'
export { doctorPage } from './page/doctor-page.ts'
export { type Html, html } from './page/html.ts'
export { layout, pageHeaders } from './page/layout.ts'
export { pageAssets } from './page/page-assets.ts'
export { pageTexts } from './page/page-texts.ts'
export { languageOf, mostQuestionBytes, type Question, readQuestion } from './page/question.ts'
export { isFromOurPage, isLoopback } from './page/same-origin.ts'
