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

/** The form has three fields. */
const mostParts = 16

async function formOf(contentType: string | undefined, body: Uint8Array) {
  // A browser sends the form so. The other way of writing forms takes seconds to read when it has many fields.
  const boundary = /^multipart\/form-data\s*;\s*boundary="?([^";,\s]+)/i.exec(
    contentType ?? '',
  )?.[1]
  if (contentType === undefined || boundary === undefined) return undefined
  if (
    Buffer.from(body)
      .toString('latin1')
      .split(`--${boundary}`, mostParts + 2).length >
    mostParts + 1
  ) {
    return undefined
  }
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
