import type { FaultGroup } from './definition.ts'

const ours = { shep: 'SCE909', party: 'operator', retry: true, soap: 'Server', http: 500 } as const

/** What goes wrong in the gateway itself. */
export const gatewayFaults = {
  'journal-unavailable': {
    ...ours,
    title: {
      kk: 'Шлюз журналға жаза алмады',
      ru: 'Шлюз не смог записать в журнал',
      en: 'The gateway could not write its journal',
    },
    remedy: {
      kk: 'Операторға: дерекқорды, дискідегі бос орынды және байланысты тексеріңіз. Жіберушіге: кейінірек қайталаңыз.',
      ru: 'Оператору: проверьте базу данных, свободное место на диске и связь с базой. Отправителю: повторите позже.',
      en: 'Operator: check the database, the free space of its disk and the connection to it. Sender: try again later.',
    },
  },
  'registry-unavailable': {
    ...ours,
    title: {
      kk: 'Шлюзде сервистердің жарамды тізілімі жоқ',
      ru: 'У шлюза нет действующего реестра сервисов',
      en: 'The gateway has no valid registry of services',
    },
    remedy: {
      kk: 'Операторға: тізілімнің жариялануын, оның қолтаңбасын және шлюзге жеткізілуін тексеріңіз. Жіберушіге: кейінірек қайталаңыз.',
      ru: 'Оператору: проверьте публикацию реестра, её подпись и доставку на шлюз. Отправителю: повторите позже.',
      en: 'Operator: check the publication of the registry, its signature and its way to the gateway. Sender: try again later.',
    },
  },
  'internal-error': {
    ...ours,
    party: 'gateway',
    title: {
      kk: 'Шлюздің ішкі қатесі',
      ru: 'Внутренняя ошибка шлюза',
      en: 'Internal error of the gateway',
    },
    remedy: {
      kk: 'Жіберушіге: қате туралы хабардағы sessionId мен уақытты шлюз операторына айтыңыз. Операторға: журналдағы жазбаны тауып, ақауды шлюзді әзірлеушілерге жеткізіңіз.',
      ru: 'Отправителю: сообщите оператору шлюза sessionId и время из сообщения об ошибке. Оператору: найдите запись в журнале и передайте сведения о дефекте разработчикам шлюза.',
      en: 'Sender: tell the operator of the gateway the sessionId and the time of this fault. Operator: find the entry in the journal and report the defect to the developers of the gateway.',
    },
  },
  'acceptance-too-long': {
    ...ours,
    shep: 'ARN403',
    http: 503,
    title: {
      kk: 'Шлюз хабарламаны бір минут ішінде қабылдай алмады',
      ru: 'Шлюз не успел принять сообщение за одну минуту',
      en: 'The gateway could not take the message within a minute',
    },
    remedy: {
      kk: 'Операторға: дерекқор мен шлюз процестерінің жүктемесін тексеріңіз (Қағидалардың 47-тармағы). Жіберушіге: сол хабарламаны қайталаңыз; ол сервиске жеткен жоқ.',
      ru: 'Оператору: проверьте базу данных и нагрузку процессов шлюза (пункт 47 Правил). Отправителю: повторите то же сообщение; до сервиса оно не дошло.',
      en: 'Operator: look at the database and at the load of the gateway processes (paragraph 47 of the Rules). Sender: send the same message again; it has not reached the service.',
    },
  },
  'outcome-unknown': {
    ...ours,
    shep: 'ARN401',
    retry: false,
    title: {
      kk: 'Бұл хабарламаның нәтижесі шлюзге белгісіз',
      ru: 'Исход этого сообщения шлюзу неизвестен',
      en: 'The outcome of this message is not known to the gateway',
    },
    remedy: {
      kk: 'Жіберушіге: хабарлама сервиске жеткен болуы мүмкін. Нәтижесін messageId бойынша сервис иесінен біліңіз, содан кейін ғана жаңа хабарлама жіберіңіз. Операторға: журналдағы жазбаны sessionId бойынша қараңыз.',
      ru: 'Отправителю: сообщение могло дойти до сервиса. Узнайте исход у владельца сервиса по messageId и только после этого отправляйте новое сообщение. Оператору: найдите запись журнала по sessionId.',
      en: 'Sender: the message may have reached the service. Ask its owner for the outcome by the messageId, and send a new message only then. Operator: find the record of the journal by the sessionId.',
    },
  },
  'repeat-answer-gone': {
    ...ours,
    shep: 'ARN402',
    party: 'sender',
    retry: false,
    soap: 'Client',
    title: {
      kk: 'Хабарлама бұрын өңделген, бірақ оның жауабы сақталмаған',
      ru: 'Сообщение уже было обработано, но его ответ больше не хранится',
      en: 'The message was processed before, and its answer is no longer kept',
    },
    remedy: {
      kk: 'Жіберушіге: нәтижені messageId бойынша сервис иесінен біліңіз; жаңа сұрау қажет болса, жаңа messageId мен messageDate қойып, қайта қол қойыңыз.',
      ru: 'Отправителю: узнайте исход у владельца сервиса по messageId; если нужен новый запрос, дайте ему новые messageId и messageDate и подпишите заново.',
      en: 'Sender: ask the owner of the service for the outcome by the messageId; if you need a new request, give it a new messageId and messageDate and sign it anew.',
    },
  },
} as const satisfies FaultGroup
