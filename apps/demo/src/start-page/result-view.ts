import { diagnosisSection, type Html, html, layout } from '@arna/doctor'
import type { Language } from '@arna/message'
import type { JournalLine } from '../journal-trace.ts'
import { messageText } from './message-text.ts'
import type { Result } from './results.ts'
import type { GatewayAnswer } from './send-sample.ts'
import { startTexts } from './start-texts.ts'

/** One message: what was sent, what the gateway answered, what the doctor says, and the way through the stages. */
export function resultView(result: Result, id: string, language: Language): string {
  const texts = startTexts[language]
  const { name, sent, answer, trace, diagnosis } = result
  const [title, lesson] = name === 'pasted' ? [texts.pasted, undefined] : texts.messages[name]
  const doctor = diagnosisSection(diagnosis, language)
  const request = html`<section class="request">
    <h2>${texts.request}</h2>
    <p class="meta">${texts.requestHint}</p>
    ${messageText(sent)}
  </section>`
  return layout({
    title,
    language,
    path: `/results/${id}`,
    assets: '/',
    content: html`<a class="back" href="/?language=${language}">← ${texts.back}</a>
      <h1>${title} ${answer && badge(answer, language)}</h1>
      ${lesson !== undefined && html`<p class="lead">${lesson}</p>`}
      <div class="${answer === undefined ? 'single' : 'columns'}">
        <div>
          ${answer && answerSection(answer, language)}
          ${trace !== undefined && trace.length > 0 && traceSection(trace, language)}
        </div>
        <div>${doctor}</div>
      </div>
      ${request}`,
  })
}

function badge({ fault }: GatewayAnswer, language: Language): Html {
  const texts = startTexts[language]
  return fault === undefined
    ? html`<span class="badge good">${texts.accepted}</span>`
    : html`<span class="badge bad">${texts.refused}</span>`
}

function answerSection(answer: GatewayAnswer, language: Language): Html {
  const texts = startTexts[language]
  const { httpStatus, status, fault, bytes, sessionId } = answer
  const code = fault?.errorInfo?.errorCode ?? fault?.faultcode
  const message = fault?.errorInfo?.errorMessage ?? fault?.faultstring
  return html`<section>
    <h2>${texts.answer}</h2>
    <div class="card answer ${fault === undefined ? 'good' : 'bad'}">
      <dl>
        <dt>HTTP</dt>
        <dd>${httpStatus}</dd>
        ${status !== undefined && row(texts.status, status)}
        ${code !== undefined && row(texts.fault, `${code}: ${message ?? ''}`)}
        ${fault?.errorInfo?.errorData !== undefined && row(texts.says, fault.errorInfo.errorData)}
        ${sessionId !== undefined && row(texts.session, sessionId)}
      </dl>
      <details>
        <summary>${texts.wholeAnswer}</summary>
        ${messageText(bytes)}
      </details>
    </div>
  </section>`
}

const row = (name: string, value: string): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function traceSection(trace: readonly JournalLine[], language: Language): Html {
  const texts = startTexts[language]
  const last = trace.at(-1)!
  const longest = Math.max(0.001, ...last.stage_times.map(({ ms }) => ms))
  const rows = last.stage_times.map(
    ({ stage, ms }) =>
      html`<tr>
        <td><code>${stage}</code></td>
        <td class="bar">
          ${
            stage === last.stage
              ? html`<span class="stopped">${texts.stoppedHere}</span>`
              : html`<meter min="0" max="${longest.toFixed(3)}" value="${ms.toFixed(3)}"></meter>`
          }
        </td>
        <td class="ms">${ms.toFixed(2)} ms</td>
      </tr>`,
  )
  return html`<section>
    <h2>${texts.trace}</h2>
    <p class="meta">
      ${texts.traceHint}
      <code>${trace.map(({ kind }) => kind).join(' → ')}</code>, ${last.instance}
    </p>
    <div class="card">
      <table class="stages">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`
}
