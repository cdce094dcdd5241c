import type { Texts } from '@arna/message'

/** Checks that were not made, and what they need. */
export const leftOutTexts = {
  registry: {
    kk: 'Жіберушінің тіркелгені, сертификаты, құпиясөзі және қосылымы тексерілмеді: тізілім берілмеген (--registry).',
    ru: 'Не проверено, зарегистрированы ли отправитель и сертификат, верен ли пароль, есть ли подключение: не дан реестр (--registry).',
    en: 'Whether the sender and its certificate are registered, the password and the connection were not checked: no registry is given (--registry).',
  },
  trust: {
    kk: 'Сертификаттар тізбегі тексерілмеді: сенімді орталықтар берілмеген (--trust). Сертификатты кез келген адам жасауы мүмкін.',
    ru: 'Цепочка сертификатов не проверена: не даны доверенные центры (--trust). Такой сертификат мог сделать кто угодно.',
    en: 'The chain of the certificate was not checked: no authorities are given (--trust). Anybody may have made the certificate.',
  },
  key: {
    kk: 'Қолтаңба мәні тексерілмеді: хабарламада сертификаттың өзі жоқ, тек нөмірі бар, ал тізілім берілмеген.',
    ru: 'Значение подписи не проверено: в сообщении нет самого сертификата, только его номер, а реестр не дан.',
    en: 'The value of the signature was not checked: the message holds no certificate, only its number, and no registry is given.',
  },
  password: {
    kk: 'Құпиясөз тексерілмеді.',
    ru: 'Пароль не проверен.',
    en: 'The password was not checked.',
  },
  length: {
    kk: 'Хабарлама ұзын: оны қайта жазып көретін болжамдардың бәрі бірдей тексерілмеді (1 МБ-тан ұзын болса, ешқайсысы).',
    ru: 'Сообщение длинное: догадки, требующие переписать его, проверены не все (если оно длиннее 1 МБ — ни одной).',
    en: 'The message is long: not all guesses that write it anew were tried (none when it is longer than 1 MB).',
  },
  delivery: {
    kk: 'Қызмет талап ететін болса, data ішіндегі деректердің өз қолтаңбасы мен схемасы (XSD), хабарламаның қайталанғаны, жүктеме және провайдердің жауабы тексерілмейді: оларды тек шлюздің өзі біледі.',
    ru: 'Не проверяются подпись и схема (XSD) самих данных в data, если сервис их требует, повтор сообщения, нагрузка и ответ поставщика: это узнаёт только сам шлюз.',
    en: 'The signature and the schema (XSD) of the payload inside data, where the service asks for them, repeats, load and the answer of the provider are not checked: those only the gateway learns.',
  },
} as const satisfies Readonly<Record<string, Texts>>

export type LeftOutCode = keyof typeof leftOutTexts
