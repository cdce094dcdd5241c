import { style } from './style.ts'

interface Asset {
  readonly type: string
  readonly text: string
}

const script = `// Nicer with it, complete without: a button that was pressed says so, and a chosen file clears the text.
for (const form of document.forms) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('button')
    button.setAttribute('aria-busy', 'true')
    setTimeout(() => { button.disabled = true })
  })
  const file = form.querySelector('input[type=file]')
  const text = form.querySelector('textarea')
  if (file && text) file.addEventListener('change', () => { if (file.files.length) text.value = '' })
}
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button')) {
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
})
`

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6e75"/><path d="M7 25 16 6l9 19M10.500 18h11" fill="none" stroke="#fff" stroke-width="3.200" stroke-linecap="round" stroke-linejoin="round"/></svg>`

/** The files that every page asks for. */
export const pageAssets: Readonly<Record<'style.css' | 'script.js' | 'icon.svg', Asset>> = {
  'style.css': { type: 'text/css; charset=utf-8', text: style },
  'script.js': { type: 'text/javascript; charset=utf-8', text: script },
  'icon.svg': { type: 'image/svg+xml', text: icon },
}
