import type { Language } from '@arna/message'

export const languageNames: Readonly<Record<Language, string>> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
}

interface PageTexts {
  readonly skip: string
  readonly languages: string
  readonly footer: string
  readonly doctor: string
  readonly doctorLead: string
  readonly paste: string
  readonly upload: string
  readonly uploadHint: string
  readonly ask: string
  readonly nothingGiven: string
  readonly tooLong: string
  readonly diagnosis: string
  readonly whatElse: string
  readonly code: string
  readonly remedy: string
  readonly kinds: Readonly<Record<'verdict' | 'cause' | 'problem' | 'hint', string>>
}

/** What stands on the doctor's page, wherever it is served. */
export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  kk: {
    skip: 'Мазмұнға өту',
    languages: 'Тіл',
    footer: 'Арна – электрондық үкімет шлюзі. Бұл бет тек сынақ орнатылымында бар.',
    doctor: 'Дәрігер',
    doctorLead:
      'Шлюз хабарламаңызды қабылдамады ма? Жіберілген байттарды осында беріңіз: дәрігер шлюздің үкімін, қол қойылғаннан кейін не өзгергенін және не істеу керегін айтады.',
    paste: 'Хабарлама мәтіні',
    upload: 'немесе файл',
    uploadHint: 'Файл дәлірек: байттары өзгермейді. 1 МБ-қа дейін.',
    ask: 'Дәрігерден сұрау',
    nothingGiven: 'Хабарламаны қойыңыз немесе файл таңдаңыз.',
    tooLong: 'Хабарлама тым ұзын: мұнда 1 МБ-қа дейін; ұзынырағын arna doctor қарайды.',
    diagnosis: 'Дәрігердің жауабы',
    whatElse: 'Тексерілмегені',
    code: 'код',
    remedy: 'Не істеу керек',
    kinds: {
      verdict: 'шлюздің үкімі',
      cause: 'себебі',
      problem: 'тағы бір кедергі',
      hint: 'білген жөн',
    },
  },
  ru: {
    skip: 'К содержанию',
    languages: 'Язык',
    footer:
      'Арна — шлюз электронного правительства. Эта страница есть только в демонстрационной установке.',
    doctor: 'Доктор',
    doctorLead:
      'Шлюз отказал вашему сообщению? Дайте сюда те байты, которые отправили: доктор назовёт решение шлюза, что изменилось после подписания и что делать.',
    paste: 'Текст сообщения',
    upload: 'или файл',
    uploadHint: 'Файл точнее: его байты не изменятся. До 1 МБ.',
    ask: 'Спросить доктора',
    nothingGiven: 'Вставьте сообщение или выберите файл.',
    tooLong: 'Сообщение слишком длинное: здесь до 1 МБ; длиннее смотрит arna doctor.',
    diagnosis: 'Ответ доктора',
    whatElse: 'Не проверялось',
    code: 'код',
    remedy: 'Что делать',
    kinds: {
      verdict: 'решение шлюза',
      cause: 'причина',
      problem: 'ещё препятствие',
      hint: 'полезно знать',
    },
  },
  en: {
    skip: 'To the content',
    languages: 'Language',
    footer: 'Arna is an e-government gateway. This page is there in the demo only.',
    doctor: 'Doctor',
    doctorLead:
      'Was your message refused? Give the bytes that you sent: the doctor tells the verdict of the gateway, what was changed after signing, and what to do.',
    paste: 'Text of the message',
    upload: 'or a file',
    uploadHint: 'A file is more exact: its bytes stay as they are. Up to 1 MB.',
    ask: 'Ask the doctor',
    nothingGiven: 'Paste a message or choose a file.',
    tooLong: 'The message is too long: up to 1 MB here; arna doctor looks at longer ones.',
    diagnosis: 'The doctor’s answer',
    whatElse: 'Not checked',
    code: 'code',
    remedy: 'What to do',
    kinds: {
      verdict: 'verdict of the gateway',
      cause: 'cause',
      problem: 'one more obstacle',
      hint: 'good to know',
    },
  },
}
