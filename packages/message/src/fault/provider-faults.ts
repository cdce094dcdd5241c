import type { FaultGroup } from './definition.ts'

const wrongAnswer = { party: 'provider', retry: false, soap: 'Server', http: 500 } as const

/** Finding the service, and what comes back from it. */
export const providerFaults = {
  'service-unknown': {
    shep: 'SCE004',
    party: 'sender',
    retry: false,
    soap: 'Client',
    http: 500,
    title: {
      kk: 'Мұндай сервис жоқ',
      ru: 'Такого сервиса нет',
      en: 'There is no such service',
    },
    remedy: {
      kk: 'Жіберушіге: serviceId мәнін сервистер тізілімімен салыстырыңыз; сервис осы орта мен осы контурда жариялануы тиіс.',
      ru: 'Отправителю: сверьте serviceId с реестром сервисов; сервис должен быть опубликован в этой среде и этом контуре.',
      en: 'Sender: compare the serviceId with the registry of services; the service has to be published in this environment and contour.',
    },
  },
  'provider-unreachable': {
    ...wrongAnswer,
    shep: 'SCE004',
    retry: true,
    title: {
      kk: 'Сервис жеткізушісіне қосылу мүмкін болмады',
      ru: 'Не удалось соединиться с поставщиком сервиса',
      en: 'The provider of the service could not be reached',
    },
    remedy: {
      kk: 'Сервис иесіне: сервис серверін, желіні және TLS сертификатын тексеріңіз. Жіберушіге: кейінірек қайталаңыз; хабарлама сервиске жеткен жоқ.',
      ru: 'Владельцу сервиса: проверьте сервер, сеть и сертификат TLS. Отправителю: повторите позже; до сервиса сообщение не дошло.',
      en: 'Owner of the service: check the server, the network and the TLS certificate. Sender: try again later; the message has not reached the service.',
    },
  },
  'provider-broke-off': {
    ...wrongAnswer,
    shep: 'ARN301',
    retry: true,
    title: {
      kk: 'Сервиспен байланыс жауап толық келмей тұрып үзілді',
      ru: 'Связь с сервисом оборвалась раньше, чем пришёл полный ответ',
      en: 'The connection to the service ended before its answer was complete',
    },
    remedy: {
      kk: 'Сервис иесіне: сервис серверінің журналын және желіні тексеріңіз. Жіберушіге: сервис хабарламаны өңдеп үлгеруі мүмкін, сондықтан қайталамас бұрын сол messageId бойынша нәтижені тексеріңіз.',
      ru: 'Владельцу сервиса: проверьте журнал сервера и сеть. Отправителю: сервис мог обработать сообщение, поэтому перед повтором проверьте результат по тому же messageId.',
      en: 'Owner of the service: look into the log of the server and at the network. Sender: the service may have processed the message, so check the result by the same messageId before repeating it.',
    },
  },
  'provider-timeout': {
    ...wrongAnswer,
    shep: 'ARN302',
    retry: true,
    title: {
      kk: 'Сервис жауабы белгіленген уақытта келмеді',
      ru: 'Ответ сервиса не пришёл за отведённое время',
      en: 'The service did not answer in time',
    },
    remedy: {
      kk: 'Сервис иесіне: өңдеу уақытын тіркелген шекке сыйғызыңыз. Жіберушіге: сервис хабарламаны өңдеп үлгеруі мүмкін, сондықтан қайталамас бұрын сол messageId бойынша нәтижені тексеріңіз.',
      ru: 'Владельцу сервиса: уложите обработку в зарегистрированное время. Отправителю: сервис мог обработать сообщение, поэтому перед повтором проверьте результат по тому же messageId.',
      en: 'Owner of the service: keep the processing within the registered time. Sender: the service may have processed the message, so check the outcome by its messageId before you repeat it.',
    },
  },
  'provider-answer-malformed': {
    ...wrongAnswer,
    shep: 'ARN303',
    title: {
      kk: 'Сервис жауабы ЭҮШ форматына сәйкес емес',
      ru: 'Ответ сервиса не соответствует формату ШЭП',
      en: 'The answer of the service does not match the SHEP format',
    },
    remedy: {
      kk: 'Сервис иесіне: WSDL сипаттамасына сай SendMessageResponse немесе SOAP Fault қайтарыңыз. Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: возвращайте SendMessageResponse или SOAP Fault по описанию WSDL. Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: return a SendMessageResponse or a SOAP Fault as the WSDL says. Sender: tell the owner of the service.',
    },
  },
  'provider-refused-gateway': {
    ...wrongAnswer,
    shep: 'ARN323',
    title: {
      kk: 'Сервис шлюзді кіргізбеді',
      ru: 'Сервис не допустил шлюз',
      en: 'The service did not let the gateway in',
    },
    remedy: {
      kk: 'Сервис иесіне: шлюзге рұқсат беріңіз немесе операторға жаңа құпиясөзді, токенді не сертификатты беріңіз. Операторға: шлюз өзін немен растайтынын (тізілімдегі authentication және оның құпиясы) сервис иесімен салыстырыңыз. Жіберушіге: екеуіне де хабарласыңыз; түзетілгеннен кейін жаңа хабарламаға қол қойыңыз.',
      ru: 'Владельцу сервиса: допустите шлюз или передайте оператору новый пароль, токен либо сертификат. Оператору: сверьте с владельцем сервиса, чем шлюз подтверждает себя (authentication в реестре и его секрет). Отправителю: сообщите обоим; после исправления подпишите новое сообщение.',
      en: 'Owner of the service: let the gateway in, or give the operator the new password, token or certificate. Operator: compare with the owner of the service how the gateway proves itself (authentication in the registry, and its secret). Sender: tell both; sign a new message when it is mended.',
    },
  },
  'provider-answer-unsigned': {
    ...wrongAnswer,
    shep: 'ARN304',
    title: {
      kk: 'Сервис жауабына қол қойылмаған',
      ru: 'Ответ сервиса не подписан',
      en: 'The answer of the service is not signed',
    },
    remedy: {
      kk: 'Сервис иесіне: жауаптың Body элементіне тіркелген сертификатпен қол қойыңыз. Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: подписывайте Body ответа зарегистрированным сертификатом. Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: sign the Body of the answer with the registered certificate. Sender: tell the owner of the service.',
    },
  },
  'provider-signature-wrong': {
    ...wrongAnswer,
    shep: 'ARN305',
    title: {
      kk: 'Сервис жауабының қолтаңбасы дұрыс емес',
      ru: 'Подпись ответа сервиса неверна',
      en: 'The signature on the answer of the service is wrong',
    },
    remedy: {
      kk: 'Сервис иесіне: жауапқа тіркелген әрі жарамды сертификатпен қол қойыңыз және қол қойылғаннан кейін оны өзгертпеңіз. Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: подписывайте ответ зарегистрированным действующим сертификатом и не меняйте его после подписания. Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: sign the answer with the registered, valid certificate and do not change it afterwards. Sender: tell the owner of the service.',
    },
  },
  'provider-fault': {
    ...wrongAnswer,
    shep: 'ARN306',
    title: {
      kk: 'Сервис қате туралы хабар қайтарды',
      ru: 'Сервис вернул сообщение об ошибке',
      en: 'The service answered with a fault',
    },
    remedy: {
      kk: 'Жіберушіге: сервистің өз қатесі subError ішінде; оның мәнін сервис иесінен біліңіз.',
      ru: 'Отправителю: ошибка самого сервиса находится в subError; её смысл уточните у владельца сервиса.',
      en: 'Sender: the fault of the service itself stands in subError; ask the owner of the service what it means.',
    },
  },
  'service-maintenance': {
    ...wrongAnswer,
    shep: 'SCE004',
    retry: true,
    http: 503,
    title: {
      kk: 'Сервисте жоспарлы технологиялық үзіліс',
      ru: 'У сервиса плановый технологический перерыв',
      en: 'The service has an announced break',
    },
    remedy: {
      kk: 'Жіберушіге: үзіліс аяқталғаннан кейін (уақыты хабарлама мәтінінде және Retry-After ішінде) сол хабарламаны қайталаңыз.',
      ru: 'Отправителю: повторите то же сообщение после окончания перерыва (время указано в сообщении и в Retry-After).',
      en: 'Sender: send the same message again when the break is over (its end stands in the message and in Retry-After).',
    },
  },
  'service-disabled': {
    ...wrongAnswer,
    shep: 'SCE004',
    retry: true,
    http: 503,
    title: {
      kk: 'Сервис ажыратылған',
      ru: 'Сервис отключён',
      en: 'The service is switched off',
    },
    remedy: {
      kk: 'Жіберушіге: себебі мен мерзімі хабарлама мәтінінде; сұрақтарды сервис иесіне қойыңыз. Сервис иесіне: кемшілікті жойып, қосуды шлюз операторынан сұраңыз.',
      ru: 'Отправителю: причина и срок указаны в сообщении; вопросы направляйте владельцу сервиса. Владельцу сервиса: устраните причину и попросите оператора шлюза включить сервис.',
      en: 'Sender: the reason and the time stand in the message; ask the owner of the service. Owner of the service: remove the cause and ask the operator of the gateway to switch the service on.',
    },
  },
  'service-busy': {
    ...wrongAnswer,
    shep: 'ARN320',
    retry: true,
    http: 503,
    title: {
      kk: 'Сервис бір мезгілде қабылдай алатын хабарламалар саны толды',
      ru: 'Сервис обрабатывает столько сообщений, сколько может одновременно',
      en: 'The service has as many messages under way as it takes at a time',
    },
    remedy: {
      kk: 'Жіберушіге: Retry-After көрсеткен уақыттан кейін сол хабарламаны қайталаңыз; ол сервиске жеткен жоқ. Сервис иесіне: жауап беру уақытын тексеріңіз немесе тіркелген шекті ұлғайтыңыз.',
      ru: 'Отправителю: повторите то же сообщение через время из Retry-After; до сервиса оно не дошло. Владельцу сервиса: проверьте время ответа или увеличьте зарегистрированный предел.',
      en: 'Sender: send the same message again after the time of Retry-After; it has not reached the service. Owner of the service: look at the time of your answers, or raise the registered limit.',
    },
  },
} as const satisfies FaultGroup
