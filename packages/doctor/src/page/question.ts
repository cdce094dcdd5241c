import type { Language } from '@arna/message'

/** What a guest asks the doctor. */
export interface Question {
  readonly language: Language
  readonly message: Buffer
}

/** Of the whole form: a message of a megabyte and what stands around it. */
export const mostQuestionBytes = 1024 * 1024 + 16 * 1024

/** Reads the form that `doctorForm` shows. Undefined when the body is no such form, or holds no message. */
export async function readQuestion(
  contentType: string | undefined,
  body: Uint8Array,
): Promise<Question | undefined> {
  const form = await formOf(contentType, body)
  if (form === undefined) return undefined
  const [file, text] = [form.get('file'), form.get('message')]
  const message =
    file instanceof Blob && file.size > 0
      ? Buffer.from(await file.arrayBuffer())
      : Buffer.from(typeof text === 'string' ? text : '')
  const language = form.get('language')
  return message.length === 0
    ? undefined
    : { message, language: languageOf(typeof language === 'string' ? language : undefined) }
}

async function formOf(contentType: string | undefined, body: Uint8Array) {
  if (contentType === undefined) return undefined
  try {
    const copy = new Uint8Array(body)
    return await new Response(copy, { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined // whatever came, it is no form
  }
}

/** The first of our languages that is asked for, by `?language=` or else by Accept-Language; Russian when none is. */
export function languageOf(...asked: readonly (string | undefined)[]): Language {
  for (const one of asked) {
    const found = one?.toLowerCase().match(/\b(kk|ru|en)\b/)?.[0]
    if (found !== undefined) return found as Language
  }
  return 'ru'
}
