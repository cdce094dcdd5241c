import type { FaultGroup } from './definition.ts'

const refused = { party: 'sender', retry: false, soap: 'Client' } as const
const busy = { party: 'gateway', retry: true, soap: 'Server', http: 503 } as const

/** What the door refuses before it looks at the XML. */
export const channelFaults = {
  'http-method': {
    ...refused,
    shep: 'ARN101',
    http: 405,
    title: {
      kk: 'Бұл мекенжайда мұндай HTTP әдісі қабылданбайды',
      ru: 'HTTP-метод не принимается по этому адресу',
      en: 'The HTTP method is not accepted at this address',
    },
    remedy: {
      kk: 'Жіберушіге: хабарламаны POST әдісімен жіберіңіз. GET әдісімен тек ?wsdl және ?xsd сипаттамалары беріледі.',
      ru: 'Отправителю: передайте сообщение методом POST. Методом GET выдаются только описания ?wsdl и ?xsd.',
      en: 'Sender: send the message by POST. GET serves only the descriptions ?wsdl and ?xsd.',
    },
  },
  'http-content-type': {
    ...refused,
    shep: 'ARN102',
    http: 415,
    title: {
      kk: 'Сұраудың мазмұн түрі қабылданбайды',
      ru: 'Тип содержимого запроса не принимается',
      en: 'The content type of the request is not accepted',
    },
    remedy: {
      kk: 'Жіберушіге: Content-Type ретінде text/xml; charset=utf-8 (SOAP 1.1) немесе application/soap+xml (SOAP 1.2) көрсетіңіз; application/xml түріне де рұқсат етіледі. Тіркемелер (multipart) мен сығылған деректер қабылданбайды.',
      ru: 'Отправителю: укажите Content-Type text/xml; charset=utf-8 (SOAP 1.1) или application/soap+xml (SOAP 1.2); допускается и application/xml. Вложения (multipart) и сжатые данные не принимаются.',
      en: 'Sender: give Content-Type text/xml; charset=utf-8 (SOAP 1.1) or application/soap+xml (SOAP 1.2); application/xml is tolerated. Attachments (multipart) and compressed bodies are not accepted.',
    },
  },
  'http-body-incomplete': {
    ...refused,
    shep: 'ARN103',
    retry: true,
    http: 400,
    title: {
      kk: 'Сұраудың денесі толық алынбай үзіліп қалды',
      ru: 'Запрос оборвался раньше, чем его тело было получено полностью',
      en: 'The request ended before its body was complete',
    },
    remedy: {
      kk: 'Жіберушіге: Content-Length мәні мен қосылымды тексеріп, сол хабарламаны қайта жіберіңіз; шлюз оны өңдеген жоқ.',
      ru: 'Отправителю: проверьте Content-Length и соединение и отправьте то же сообщение ещё раз; шлюз его не обрабатывал.',
      en: 'Sender: check Content-Length and the connection, then send the same message again; the gateway has not processed it.',
    },
  },
  'message-too-large': {
    ...refused,
    shep: 'ARN104',
    http: 413,
    title: {
      kk: 'Хабарлама рұқсат етілген көлемнен асады',
      ru: 'Сообщение превышает допустимый размер',
      en: 'The message is larger than the limit',
    },
    remedy: {
      kk: 'Жіберушіге: хабарламаны кішірейтіңіз немесе үлкен файлдарды сілтеме арқылы беріңіз; сервиске одан үлкен көлем қажет болса, шлюз операторынан осы сервистің шегін ұлғайтуды сұраңыз.',
      ru: 'Отправителю: уменьшите сообщение или передайте крупные файлы по ссылке; если сервису нужно больше, попросите оператора шлюза увеличить предел для этого сервиса.',
      en: 'Sender: make the message smaller or pass large files by reference; if the service needs more, ask the operator of the gateway to raise the limit of this service.',
    },
  },
  'gateway-overloaded': {
    ...busy,
    shep: 'ARN105',
    title: {
      kk: 'Шлюзге түскен жүктеме шектен асты',
      ru: 'Шлюз перегружен',
      en: 'The gateway is overloaded',
    },
    remedy: {
      kk: 'Жіберушіге: кемінде Retry-After көрсеткен уақыт күтіп, сол хабарламаны қайта жіберіңіз. Операторға: жүктемені тексеріңіз, ол азаймаса, шлюз процесін қосыңыз.',
      ru: 'Отправителю: подождите не меньше времени, указанного в Retry-After, и повторите то же сообщение. Оператору: проверьте нагрузку и добавьте процесс шлюза, если она не спадает.',
      en: 'Sender: wait at least as long as Retry-After says and send the same message again. Operator: look at the load and add a gateway process if it lasts.',
    },
  },
} as const satisfies FaultGroup
