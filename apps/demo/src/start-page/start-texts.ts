import type { Language } from '@arna/message'
import type { SampleName } from './sample-messages.ts'

interface StartTexts {
  readonly title: string
  readonly lead: string
  readonly running: string
  readonly samples: string
  readonly samplesLead: string
  readonly testInner: string
  readonly testOuter: string
  readonly productionInner: string
  readonly productionOuter: string
  readonly postgres: string
  readonly demoService: string
  readonly back: string
  readonly pasted: string
  readonly accepted: string
  readonly refused: string
  readonly request: string
  readonly requestHint: string
  readonly answer: string
  readonly wholeAnswer: string
  readonly status: string
  readonly fault: string
  readonly says: string
  readonly trace: string
  readonly traceHint: string
  readonly stoppedHere: string
  readonly session: string
  readonly nothingThere: string
  readonly noAnswer: string
  readonly messages: Readonly<Record<SampleName, readonly [title: string, lesson: string]>>
}

export const startTexts: Readonly<Record<Language, StartTexts>> = {
  kk: {
    title: 'Арна жұмыс істеп тұр',
    lead: 'Сынақ шлюзі арқылы қолтаңбасы бар хабарлама жіберіп көріңіз, содан кейін оны бүлдіріңіз: шлюз не жауап береді және дәрігер нені түсіндіреді.',
    running: 'Не іске қосылған',
    samples: 'Хабарлама жіберу',
    samplesLead: 'Әр түйме шынайы хабарлама құрып, оны сынақ ортасының ішкі шлюзіне жібереді.',
    testInner: 'Сынақ ортасы: ішкі шлюз (ШЭП)',
    testOuter: 'Сынақ ортасы: сыртқы шлюз (ВШЭП)',
    productionInner: 'Өндірістік орта: ішкі шлюз',
    productionOuter: 'Өндірістік орта: сыртқы шлюз',
    postgres: 'Кіріктірілген PostgreSQL',
    demoService: 'Сынақ қызметі, шлюз артындағы провайдер',
    back: 'Басқа хабарлама',
    pasted: 'Сіз берген хабарлама',
    accepted: 'Қабылданды',
    refused: 'Қабылданбады',
    request: 'Хабарлама',
    requestHint: 'Құпиясөз кесіп тасталған, ұзын base64 қысқартылған.',
    answer: 'Шлюздің жауабы',
    wholeAnswer: 'Жауап толығымен',
    status: 'Күйі',
    fault: 'Қате',
    says: 'Түсіндірмесі',
    trace: 'Журналдағы ізі',
    traceHint: 'Әр кезең қанша уақыт алды.',
    stoppedHere: 'осы жерде тоқтады',
    session: 'Сессия',
    nothingThere: 'Мұндай бет жоқ немесе нәтиже ұмытылған: қайта жіберіңіз.',
    noAnswer: 'Шлюз жауап бермеді.',
    messages: {
      good: [
        'Дұрыс хабарлама',
        'Қол қойылған, өзгермеген, рұқсаты бар: провайдерге жетіп, жауап қайтады.',
      ],
      unsigned: ['Қолтаңбасыз', 'Көліктік қолтаңба міндетті.'],
      'body-changed': ['Қол қойылғаннан кейін сома өзгерген', '1000 орнына 9000 жазылған.'],
      're-indented': [
        'Қайта пішімделген',
        'XML әдемілеп қайта жазылған: мағынасы сол, байттары бөлек.',
      ],
      'line-ends': [
        'Жол соңдары өзгерген',
        'Клиент қол қойылғаннан кейін &#13; таңбаларын тазалаған.',
      ],
      'wrong-password': ['Құпиясөзі қате', 'Қолтаңба дұрыс, құпиясөз басқа.'],
      'unknown-service': ['Мұндай қызмет жоқ', 'serviceId ішінде қате бар.'],
      'expired-certificate': [
        'Мерзімі өткен сертификат',
        'Тіркелген, бірақ бір жыл бұрын аяқталған.',
      ],
      'certificate-of-another': ['Бөтен сертификат', 'Сенімді орталық берген, бірақ басқа адамға.'],
      'signed-timestamp': [
        'Timestamp қол қойылған',
        'WSS4J, WCF, npm soap әдепкі күйде осылай жасайды.',
      ],
      'wrong-digest': ['Алгоритм сәйкес емес', 'SHA-512 қолданылған, ал хабарлама SHA-256 дейді.'],
    },
  },
  ru: {
    title: 'Арна работает',
    lead: 'Отправьте через тестовый шлюз подписанное сообщение, а потом испорченное: увидите, что отвечает шлюз и что объясняет доктор.',
    running: 'Что запущено',
    samples: 'Отправить сообщение',
    samplesLead:
      'Каждая кнопка строит настоящее сообщение и отправляет его внутреннему шлюзу тестовой среды.',
    testInner: 'Тестовая среда: внутренний шлюз (ШЭП)',
    testOuter: 'Тестовая среда: внешний шлюз (ВШЭП)',
    productionInner: 'Промышленная среда: внутренний шлюз',
    productionOuter: 'Промышленная среда: внешний шлюз',
    postgres: 'Встроенный PostgreSQL',
    demoService: 'Демонстрационный сервис — поставщик за шлюзом',
    back: 'Другое сообщение',
    pasted: 'Ваше сообщение',
    accepted: 'Принято',
    refused: 'Отказано',
    request: 'Сообщение',
    requestHint: 'Пароль вырезан, длинный base64 сокращён.',
    answer: 'Ответ шлюза',
    wholeAnswer: 'Ответ целиком',
    status: 'Статус',
    fault: 'Ошибка',
    says: 'Объяснение',
    trace: 'След в журнале',
    traceHint: 'Сколько времени занял каждый этап.',
    stoppedHere: 'остановлено здесь',
    session: 'Сессия',
    nothingThere: 'Такой страницы нет, или результат уже забыт: отправьте ещё раз.',
    noAnswer: 'Шлюз не ответил.',
    messages: {
      good: [
        'Верное сообщение',
        'Подписано, не изменено, доступ есть: доходит до поставщика и возвращается с ответом.',
      ],
      unsigned: ['Без подписи', 'Транспортная подпись обязательна.'],
      'body-changed': ['Сумма изменена после подписания', 'Вместо 1000 стоит 9000.'],
      're-indented': ['Переформатировано', 'XML записан «красиво»: смысл тот же, байты другие.'],
      'line-ends': ['Изменены концы строк', 'Клиент вычистил &#13; уже после подписания.'],
      'wrong-password': ['Неверный пароль', 'Подпись верна, пароль — нет.'],
      'unknown-service': ['Нет такого сервиса', 'Опечатка в serviceId.'],
      'expired-certificate': ['Сертификат истёк', 'Зарегистрирован, но кончился год назад.'],
      'certificate-of-another': ['Чужой сертификат', 'Выдан доверенным центром, но другому лицу.'],
      'signed-timestamp': ['Подписан Timestamp', 'Так по умолчанию делают WSS4J, WCF и npm soap.'],
      'wrong-digest': ['Алгоритм не тот', 'Подписано с SHA-512, а в сообщении названо SHA-256.'],
    },
  },
  en: {
    title: 'Arna is running',
    lead: 'Send a signed message through the test gateway, then a broken one, and see what the gateway answers and what the doctor explains.',
    running: 'What is running',
    samples: 'Send a message',
    samplesLead:
      'Each button builds a real message and sends it to the inner gateway of the test environment.',
    testInner: 'Test environment: inner gateway (SHEP)',
    testOuter: 'Test environment: outer gateway (VSHEP)',
    productionInner: 'Production environment: inner gateway',
    productionOuter: 'Production environment: outer gateway',
    postgres: 'Embedded PostgreSQL',
    demoService: 'Demo service, a provider behind the gateways',
    back: 'Another message',
    pasted: 'The message that you gave',
    accepted: 'Accepted',
    refused: 'Refused',
    request: 'The message',
    requestHint: 'The password is cut out, long base64 is shortened.',
    answer: 'The gateway’s answer',
    wholeAnswer: 'The whole answer',
    status: 'Status',
    fault: 'Fault',
    says: 'It says',
    trace: 'Trace in the journal',
    traceHint: 'How long each stage took.',
    stoppedHere: 'stopped here',
    session: 'Session',
    nothingThere: 'There is no such page, or its result is forgotten: send the message again.',
    noAnswer: 'The gateway did not answer.',
    messages: {
      good: [
        'A good message',
        'Signed, unchanged, allowed: it reaches the provider and comes back with an answer.',
      ],
      unsigned: ['Not signed', 'The transport signature is required.'],
      'body-changed': ['The sum was changed after signing', 'It says 9000 in place of 1000.'],
      're-indented': [
        'Formatted again',
        'The XML was written nicely: the same meaning, other bytes.',
      ],
      'line-ends': ['Line ends were changed', 'The client took &#13; out after signing.'],
      'wrong-password': ['A wrong password', 'The signature is right, the password is not.'],
      'unknown-service': ['No such service', 'A slip in serviceId.'],
      'expired-certificate': ['The certificate ran out', 'It is registered, and ended a year ago.'],
      'certificate-of-another': [
        'Somebody else’s certificate',
        'Issued by a trusted authority, to another person.',
      ],
      'signed-timestamp': ['A signed Timestamp', 'WSS4J, WCF and npm soap do so by default.'],
      'wrong-digest': [
        'The algorithm is another one',
        'Signed with SHA-512, and the message says SHA-256.',
      ],
    },
  },
}
