import type { FaultGroup } from './definition.ts'

const operators = { party: 'operator', retry: false, soap: 'Server', http: 500 } as const

/** The way from the gateway to the provider, as the registry has it. */
export const upstreamFaults = {
  'route-unknown': {
    shep: 'SCE004',
    party: 'sender',
    retry: false,
    soap: 'Client',
    http: 500,
    title: {
      kk: 'Сервисте мұндай маршрут жоқ',
      ru: 'У сервиса нет такого маршрута',
      en: 'The service has no such route',
    },
    remedy: {
      kk: 'Жіберушіге: routeId мәнін сервис сипаттамасымен салыстырыңыз немесе оны бос қалдырыңыз.',
      ru: 'Отправителю: сверьте routeId с описанием сервиса или не указывайте его.',
      en: 'Sender: compare the routeId with the description of the service, or leave it out.',
    },
  },
  'provider-address-refused': {
    ...operators,
    shep: 'ARN321',
    title: {
      kk: 'Сервис мекенжайы шлюзге рұқсат етілмеген желіде орналасқан',
      ru: 'Адрес сервиса лежит в сети, которая для него не разрешена',
      en: 'The address of the service lies in a network that is not allowed for it',
    },
    remedy: {
      kk: 'Сервис иесіне: тіркелген мекенжайды және оның DNS жазбасын тексеріңіз. Операторға: мұндай желі шынымен қажет болса, оны тізілімде осы сервис үшін рұқсат етіңіз (networks). Жіберушіге: хабарлама сервиске жеткен жоқ.',
      ru: 'Владельцу сервиса: проверьте зарегистрированный адрес и его запись в DNS. Оператору: если такая сеть действительно нужна, разрешите её этому сервису в реестре (networks). Отправителю: до сервиса сообщение не дошло.',
      en: 'Owner of the service: check the registered address and its record in the DNS. Operator: where such a network is really needed, allow it for this service in the registry (networks). Sender: the message has not reached the service.',
    },
  },
  'provider-secret-missing': {
    ...operators,
    shep: 'ARN322',
    retry: true,
    title: {
      kk: 'Шлюзде сервиске кіруге арналған жарамды құпия жоқ',
      ru: 'У шлюза нет годного секрета для входа к поставщику сервиса',
      en: 'The gateway holds no usable secret to identify itself to the service',
    },
    remedy: {
      kk: 'Операторға: осы сервиске тізілімде аталған құпияны (пароль, токен немесе сертификаты бар кілт) шлюзге енгізіңіз. Жіберушіге: кейінірек қайталаңыз; хабарлама сервиске жеткен жоқ.',
      ru: 'Оператору: внесите в шлюз секрет, названный в реестре для этого сервиса (пароль, токен либо ключ с сертификатом). Отправителю: повторите позже; до сервиса сообщение не дошло.',
      en: 'Operator: give the gateway the secret that the registry names for this service (a password, a token, or a key with its certificate). Sender: try again later; the message has not reached the service.',
    },
  },
} as const satisfies FaultGroup
