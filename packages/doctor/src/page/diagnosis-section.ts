import type { Language } from '@arna/message'
import type { Diagnosis, Evidence, Finding } from '../diagnosis.ts'
import { phrases } from '../text/phrases.ts'
import { type Html, html } from './html.ts'
import { pageTexts } from './page-texts.ts'

/** The diagnosis as a part of a page. */
export function diagnosisSection(diagnosis: Diagnosis, language: Language): Html {
  const { verdict, findings, leftOut } = diagnosis
  const texts = pageTexts[language]
  const isGood = verdict.outcome === 'ok'
  const words = phrases[language]
  return html`<section class="diagnosis" aria-labelledby="diagnosis">
    <h2 id="diagnosis">${texts.diagnosis}</h2>
    <p class="verdict ${isGood ? 'good' : 'bad'}">
      ${isGood ? words.accepted : words.refused}${verdict.outcome === 'refused' && html` <span class="where">${words.stage} <code>${verdict.stage}</code>, ${texts.code} <code>${verdict.code}</code></span>`}
    </p>
    <ol class="findings">
      ${findings.map((finding) => findingItem(finding, language))}
    </ol>
    ${
      leftOut.length > 0 &&
      html`<div class="left-out">
        <h3>${texts.whatElse}</h3>
        <ul>
          ${leftOut.map(({ text }) => html`<li>${text[language]}</li>`)}
        </ul>
      </div>`
    }
  </section>`
}

function findingItem(finding: Finding, language: Language): Html {
  const { kind, code, title, explanation, remedy, place, evidence } = finding
  const texts = pageTexts[language]
  const words = phrases[language]
  const says = explanation[language] === title[language] ? undefined : explanation[language]
  return html`<li class="finding ${kind}" data-code="${code}">
    <p class="kind">${texts.kinds[kind]}</p>
    <h3>${title[language]}</h3>
    ${says !== undefined && html`<p>${says}</p>`}
    ${place && html`<p class="place">${words.place(place.line, place.column, place.offset)}</p>`}
    ${evidence && difference(evidence, language)}
    <p class="remedy"><b>${texts.remedy}.</b> ${remedy[language]}</p>
  </li>`
}

function difference(
  { offset, line, before, signed, received }: Evidence,
  language: Language,
): Html {
  const words = phrases[language]
  return html`<figure class="difference">
    <figcaption>${words.difference(offset, line)}</figcaption>
    <dl>
      <dt>${words.signed}</dt>
      <dd>
        <code>${before}<ins>${signed}</ins></code>
      </dd>
      <dt>${words.received}</dt>
      <dd>
        <code>${before}<del>${received}</del></code>
      </dd>
    </dl>
  </figure>`
}
