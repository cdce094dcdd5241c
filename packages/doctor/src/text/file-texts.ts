import type { FindingText } from './finding-text.ts'

const file = { kind: 'cause', stage: 'envelope' } as const

/** What the file is in place of a message. */
export const fileTexts = {
  'http-headers-in-file': {
    ...file,
    title: {
      kk: 'Файл HTTP тақырыптарымен бірге сақталған',
      ru: 'Файл сохранён вместе с заголовками HTTP',
      en: 'The file was saved with its HTTP headers',
    },
    explanation: {
      kk: 'Хабарлама бірінші бос жолдан кейін басталады.',
      ru: 'Сообщение начинается после первой пустой строки.',
      en: 'The message begins after the first empty line.',
    },
    remedy: {
      kk: 'Тек HTTP денесін сақтаңыз.',
      ru: 'Сохраняйте только тело HTTP.',
      en: 'Save the body of the HTTP message alone.',
    },
  },
  'not-xml': {
    ...file,
    title: {
      kk: 'Бұл XML емес: {kind}',
      ru: 'Это не XML: {kind}',
      en: 'This is no XML: {kind}',
    },
    explanation: {
      kk: 'Шлюз SOAP конвертін күтеді.',
      ru: 'Шлюз ждёт конверт SOAP.',
      en: 'The gateway expects a SOAP envelope.',
    },
    remedy: {
      kk: 'SOAP конвертін қысусыз, кодтаусыз, өз байттарымен жіберіңіз.',
      ru: 'Отправляйте конверт SOAP его собственными байтами: без сжатия и перекодирования.',
      en: 'Send the SOAP envelope as its own bytes: not compressed, not encoded once more.',
    },
  },
  'space-before-declaration': {
    ...file,
    title: {
      kk: 'XML декларациясының алдында бос орын тұр',
      ru: 'Перед объявлением XML стоят пробелы или переводы строк',
      en: 'White space stands before the XML declaration',
    },
    explanation: {
      kk: '<?xml …?> файлдың ең басында ғана тұра алады.',
      ru: '<?xml …?> может стоять только в самом начале.',
      en: '<?xml …?> may stand at the very beginning only.',
    },
    remedy: {
      kk: 'Бастапқы бос орындарды алып тастаңыз (қол қойылған Body өзгермейді).',
      ru: 'Уберите пробелы в начале (подписанный Body это не затронет).',
      en: 'Take the white space at the beginning out (the signed Body is not touched by that).',
    },
  },
  'not-utf-8': {
    ...file,
    title: {
      kk: 'Файл UTF-8 емес; {charset} болуы мүмкін',
      ru: 'Файл не в UTF-8; вероятно, {charset}',
      en: 'The file is not UTF-8 but probably {charset}',
    },
    explanation: {
      kk: 'Шлюз тек UTF-8 қабылдайды.',
      ru: 'Шлюз принимает только UTF-8.',
      en: 'The gateway takes UTF-8 only.',
    },
    remedy: {
      kk: 'Хабарламаны UTF-8 түрінде құрып, содан кейін қол қойыңыз.',
      ru: 'Стройте сообщение в UTF-8 и затем подписывайте.',
      en: 'Build the message in UTF-8, then sign it.',
    },
  },
  'not-a-request': {
    ...file,
    title: {
      kk: 'Бұл сұрау емес: Body ішінде {name} тұр',
      ru: 'Это не запрос: в Body стоит {name}',
      en: 'This is no request: the Body holds {name}',
    },
    explanation: {
      kk: 'Синхронды арна SendMessage ({namespace}) элементін қабылдайды.',
      ru: 'Синхронный канал принимает SendMessage ({namespace}).',
      en: 'The synchronous channel takes SendMessage ({namespace}).',
    },
    remedy: {
      kk: 'Сіз шлюзге жіберетін сұрауды қараңыз; жауапты arna verify тексереді.',
      ru: 'Дайте запрос, который отправляете шлюзу; ответ проверяет arna verify.',
      en: 'Give the request that you send to the gateway; arna verify checks an answer.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>
