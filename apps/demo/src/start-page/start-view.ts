import { doctorForm, type Html, html, layout, pageTexts } from '@arna/doctor'
import type { Language } from '@arna/message'
import type { Ports } from '../config.ts'
import { type SampleName, sampleMessages } from './sample-messages.ts'
import { startTexts } from './start-texts.ts'

/** What is running, eleven messages to send, and the doctor. */
export function startView(ports: Ports, language: Language, problem?: string): string {
  const texts = startTexts[language]
  const names = Object.keys(sampleMessages) as SampleName[]
  return layout({
    title: texts.title,
    language,
    path: '/',
    assets: '/',
    content: html`<h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      <section aria-labelledby="samples">
        <h2 id="samples">${texts.samples}</h2>
        <p class="meta">${texts.samplesLead}</p>
        <div class="grid">${names.map((name) => sampleButton(name, language))}</div>
      </section>
      <section aria-labelledby="doctor">
        <h2 id="doctor">${pageTexts[language].doctor}</h2>
        <p>${pageTexts[language].doctorLead}</p>
        ${doctorForm('/doctor', language, problem)}
      </section>
      <section aria-labelledby="running">
        <h2 id="running">${texts.running}</h2>
        <div class="card">
          <table class="ports">
            <tbody>
              ${programs(ports, language)}
            </tbody>
          </table>
        </div>
      </section>`,
  })
}

function sampleButton(name: SampleName, language: Language): Html {
  const [title, lesson] = startTexts[language].messages[name]
  return html`<form method="post" action="/send/${name}?language=${language}">
    <button class="message ${name === 'good' ? 'good' : 'broken'}">
      <b>${title}</b><span>${lesson}</span>
    </button>
  </form>`
}

function programs({ gateways, postgres, demoService }: Ports, language: Language): Html[] {
  const texts = startTexts[language]
  const address = (port: number): string => `127.0.0.1:${port}`
  const gateway = (name: keyof typeof gateways): Html => {
    const url = `http://${address(gateways[name])}`
    return html`<tr>
      <th scope="row">${address(gateways[name])}</th>
      <td>${texts[name]}</td>
      <td>
        <a href="${url}/bip-sync-wss-gost/?wsdl">WSDL</a>
        <a href="${url}/doctor?language=${language}">${pageTexts[language].doctor}</a>
        <a href="${url}/readyz">readyz</a>
        <a href="${url}/metrics">metrics</a>
      </td>
    </tr>`
  }
  const other = (port: number, what: string): Html =>
    html`<tr>
      <th scope="row">${address(port)}</th>
      <td>${what}</td>
      <td></td>
    </tr>`
  return [
    gateway('testInner'),
    gateway('testOuter'),
    gateway('productionInner'),
    gateway('productionOuter'),
    other(postgres, texts.postgres),
    other(demoService, texts.demoService),
  ]
}
