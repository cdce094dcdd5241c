import type { Language } from '@arna/message'
import { type Html, html } from './html.ts'
import { languageNames, pageTexts } from './page-texts.ts'

export interface Layout {
  readonly title: string
  readonly language: Language
  /** The address of this page, to which `?language=` is added. */
  readonly path: string
  /** Where stylesheet and script lie: `/` or `/doctor/`. */
  readonly assets: string
  readonly content: Html
}

/** A whole page. Nothing in it is inline that the policy of `pageHeaders` would refuse. */
export function layout({ title, language, path, assets, content }: Layout): string {
  const texts = pageTexts[language]
  const switches = (['kk', 'ru', 'en'] as const).map((one) =>
    one === language
      ? html`<strong lang="${one}" aria-current="true">${languageNames[one]}</strong>`
      : html`<a lang="${one}" hreflang="${one}" href="${path}?language=${one}"
          >${languageNames[one]}</a
        >`,
  )
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Arna</title>
        <link rel="icon" href="${assets}icon.svg" />
        <link rel="stylesheet" href="${assets}style.css" />
        <script src="${assets}script.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${texts.skip}</a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="${assets === '/' ? '/' : path}?language=${language}"
              ><span class="mark" aria-hidden="true">А</span>Арна</a
            >
            <nav class="languages" aria-label="${texts.languages}">${switches}</nav>
          </div>
        </header>
        <main id="main" class="wide">${content}</main>
        <footer class="wide">${texts.footer}</footer>
      </body>
    </html> `.markup
}

/** For every page: no script or style but our own files, no frame, no guess at types, nothing kept. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With no-referrer browsers would send forms from nowhere (Origin: null), which `isFromOurPage` refuses.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
} as const
