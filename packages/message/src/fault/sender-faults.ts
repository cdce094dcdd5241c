import type { FaultGroup } from './definition.ts'

const refused = { party: 'sender', retry: false, soap: 'Client', http: 500 } as const
// Whoever tries senderIds, passwords or certificates must not learn which of them was right.
const notRecognised = { ...refused, shep: 'ARN201', toldAs: 'sender-not-recognised' } as const

/** Who the sender is, and what it may do. */
export const senderFaults = {
  'sender-not-recognised': {
    ...refused,
    shep: 'ARN201',
    title: {
      kk: 'Шлюз жіберушіні танымады',
      ru: 'Шлюз не признал отправителя',
      en: 'The gateway does not recognise the sender',
    },
    remedy: {
      kk: 'Жіберушіге: senderId мен password осы орта үшін берілгенін, ал қол қойған сертификаттың осы жүйеге тіркелгенін тексеріңіз. Бәрі дұрыс болса, себебін журналдан көре алатын шлюз операторына осы жауаптағы sessionId мәнін айтыңыз.',
      ru: 'Отправителю: проверьте, что senderId и password выданы для этой среды, а подписавший сертификат зарегистрирован за этой системой. Если всё верно, сообщите оператору шлюза sessionId из этого ответа: причина видна ему в журнале.',
      en: 'Sender: check that senderId and password were given for this environment and that the certificate that signed is registered for this system. If all is right, tell the operator of the gateway the sessionId of this answer: the journal shows the cause.',
    },
  },
  'sender-unknown': {
    ...notRecognised,
    title: {
      kk: 'Мұндай жіберуші тіркелмеген',
      ru: 'Такой отправитель не зарегистрирован',
      en: 'No such sender is registered',
    },
    remedy: {
      kk: 'Операторға: жүйенің осы ортада тіркелгенін тексеріңіз. Жіберушіге: senderId мәнін тексеріңіз.',
      ru: 'Оператору: проверьте, зарегистрирована ли система в этой среде. Отправителю: проверьте senderId.',
      en: 'Operator: check that the system is registered in this environment. Sender: check the senderId.',
    },
  },
  'sender-password-wrong': {
    ...notRecognised,
    title: {
      kk: 'Жіберушінің құпиясөзі дұрыс емес',
      ru: 'Неверный пароль отправителя',
      en: 'The password of the sender is wrong',
    },
    remedy: {
      kk: 'Жіберушіге: осы орта үшін берілген құпиясөзді қолданыңыз. Операторға: қажет болса, жаңа құпиясөз беріңіз.',
      ru: 'Отправителю: используйте пароль, выданный для этой среды. Оператору: при необходимости выдайте новый.',
      en: 'Sender: use the password given for this environment. Operator: give a new one if needed.',
    },
  },
  'sender-certificate-not-registered': {
    ...notRecognised,
    title: {
      kk: 'Қол қойған сертификат бұл жіберушіге тіркелмеген',
      ru: 'Подписавший сертификат не зарегистрирован за этим отправителем',
      en: 'The certificate that signed is not registered for this sender',
    },
    remedy: {
      kk: 'Жіберушіге: тіркелген сертификатпен қол қойыңыз немесе жаңасын тіркеуге өтініш беріңіз. Операторға: өтініш бар болса, сертификатты тіркеңіз.',
      ru: 'Отправителю: подпишите зарегистрированным сертификатом или подайте заявку на регистрацию нового. Оператору: зарегистрируйте сертификат, если заявка есть.',
      en: 'Sender: sign with a registered certificate or apply for the registration of a new one. Operator: register the certificate when there is an application.',
    },
  },
  'sender-certificate-identity': {
    ...refused,
    shep: 'ARN202',
    title: {
      kk: 'Сертификаттағы ЖСН немесе БСН жіберушіге тіркелген мәнге сәйкес емес',
      ru: 'ИИН или БИН сертификата не совпадает с зарегистрированным за отправителем',
      en: 'The IIN or BIN of the certificate is not the one registered for the sender',
    },
    remedy: {
      kk: 'Жіберушіге: жүйені пайдаланатын ұйымның сертификатымен қол қойыңыз; ұйым ауысса, тіркеу деректерін жаңартуға өтініш беріңіз.',
      ru: 'Отправителю: подписывайте сертификатом организации, за которой числится система; если организация сменилась, подайте заявку на изменение регистрационных данных.',
      en: 'Sender: sign with a certificate of the organisation that the system is registered to; if the organisation has changed, apply for a change of the registration.',
    },
  },
  'access-denied': {
    ...refused,
    shep: 'ARN203',
    title: {
      kk: 'Жіберушінің бұл сервисті шақыруға құқығы жоқ',
      ru: 'Отправителю не разрешён вызов этого сервиса',
      en: 'The sender may not call this service',
    },
    remedy: {
      kk: 'Жіберушіге: сервиске қосылуға өтініш беріңіз; serviceId мен ортаны да тексеріңіз.',
      ru: 'Отправителю: подайте заявку на подключение к сервису; проверьте также serviceId и среду.',
      en: 'Sender: apply for a connection to the service; check the serviceId and the environment as well.',
    },
  },
  'connection-suspended': {
    ...refused,
    shep: 'ARN204',
    party: 'operator',
    title: {
      kk: 'Жіберушінің бұл сервиске қосылуы уақытша тоқтатылған',
      ru: 'Подключение отправителя к этому сервису приостановлено',
      en: "The sender's connection to this service is suspended",
    },
    remedy: {
      kk: 'Жіберушіге: тоқтату себептері хабарлама мәтінінде; олар жойылғанша хабарламалар қабылданбайды. Жойылған соң қосылуды қайта ашуды шлюз операторынан сұраңыз.',
      ru: 'Отправителю: причины приостановки указаны в сообщении; пока они не устранены, сообщения не принимаются. После устранения попросите оператора шлюза возобновить подключение.',
      en: 'Sender: the reasons stand in the message; until they are removed no messages are taken. Then ask the operator of the gateway to resume the connection.',
    },
  },
  'outer-gateway-only': {
    ...refused,
    shep: 'ARN205',
    title: {
      kk: 'Мемлекеттік емес жүйе мемлекеттік орган сервисіне тек сыртқы шлюз (СЭҮШ) арқылы қосылады',
      ru: 'Негосударственная система обращается к сервису государственного органа только через внешний шлюз (ВШЭП)',
      en: 'A system that is not of a state body reaches the service of a state body only through the outer gateway (VSHEP)',
    },
    remedy: {
      kk: 'Жіберушіге: хабарламаны сыртқы шлюздің мекенжайына жіберіңіз (Қағидалардың 4-тармағы); онда қосылу болмаса, өтініш беріңіз.',
      ru: 'Отправителю: отправляйте сообщение на адрес внешнего шлюза (пункт 4 Правил); если подключения там нет, подайте заявку.',
      en: 'Sender: send the message to the address of the outer gateway (paragraph 4 of the Rules); apply for a connection there if you have none.',
    },
  },
  'quota-exceeded': {
    ...refused,
    retry: true,
    http: 503,
    shep: 'ARN206',
    title: {
      kk: 'Осы қосылу бойынша бір сағаттағы сұраулар саны шектен асты',
      ru: 'Превышено число запросов в час по этому подключению',
      en: 'The connection has had more requests within an hour than agreed',
    },
    remedy: {
      kk: 'Жіберушіге: Retry-After көрсеткен уақыттан кейін қайталаңыз; тұрақты түрде көбірек қажет болса, сервис иесінен қосылудың шегін ұлғайтуды сұраңыз.',
      ru: 'Отправителю: повторите не раньше, чем указано в Retry-After; если постоянно нужно больше, договоритесь с владельцем сервиса об увеличении предела подключения.',
      en: 'Sender: come again after the time of Retry-After; if you need more as a rule, agree on a higher limit of the connection with the owner of the service.',
    },
  },
  'sender-busy': {
    ...refused,
    retry: true,
    http: 503,
    shep: 'ARN207',
    title: {
      kk: 'Осы жүйенің бір мезгілде өңделіп жатқан хабарламалары тым көп',
      ru: 'Слишком много сообщений этой системы обрабатывается одновременно',
      en: 'Too many messages of this system are under way at a time',
    },
    remedy: {
      kk: 'Жіберушіге: бір мезгілде жіберілетін сұрауларды азайтып, Retry-After көрсеткен уақыттан кейін сол хабарламаны қайталаңыз.',
      ru: 'Отправителю: уменьшите число одновременных запросов и повторите то же сообщение через время из Retry-After.',
      en: 'Sender: send fewer requests at a time, and send the same message again after the time of Retry-After.',
    },
  },
} as const satisfies FaultGroup
