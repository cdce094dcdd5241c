import type { Language } from '@arna/message'
import type { Diagnosis } from '../diagnosis.ts'
import { diagnosisSection } from './diagnosis-section.ts'
import { doctorForm } from './doctor-form.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { pageTexts } from './page-texts.ts'

export interface DoctorPage {
  readonly language: Language
  readonly path: string
  readonly assets: string
  readonly diagnosis?: Diagnosis | undefined
  /** Why there is none, to the guest. */
  readonly problem?: string | undefined
}

/** The doctor as a page of its own. */
export function doctorPage({ language, path, assets, diagnosis, problem }: DoctorPage): string {
  const texts = pageTexts[language]
  return layout({
    title: texts.doctor,
    language,
    path,
    assets,
    content: html`<h1>${texts.doctor}</h1>
      <p class="lead">${texts.doctorLead}</p>
      ${diagnosis && diagnosisSection(diagnosis, language)} ${doctorForm(path, language, problem)}`,
  })
}
