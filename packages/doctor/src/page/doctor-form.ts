import type { Language } from '@arna/message'
import { type Html, html } from './html.ts'
import { pageTexts } from './page-texts.ts'

/** Where a guest pastes or uploads a message. */
export function doctorForm(action: string, language: Language, problem?: string): Html {
  const texts = pageTexts[language]
  return html`<form class="ask" method="post" action="${action}" enctype="multipart/form-data">
    ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
    <input type="hidden" name="language" value="${language}" />
    <label for="message">${texts.paste}</label>
    <textarea
      id="message"
      name="message"
      rows="8"
      spellcheck="false"
      autocomplete="off"
      placeholder="&lt;soap:Envelope …&gt;"
    ></textarea>
    <div class="row">
      <label class="file"
        ><span>${texts.upload}</span
        ><input type="file" name="file" aria-describedby="hint" /></label
      ><button class="primary">${texts.ask}</button>
    </div>
    <p class="hint" id="hint">${texts.uploadHint}</p>
  </form>`
}
