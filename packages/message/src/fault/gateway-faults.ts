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
} as const satisfies FaultGroup
