import type { FaultGroup } from './definition.ts'

const senders = { party: 'sender', retry: false, soap: 'Client', http: 500 } as const
const providers = { party: 'provider', retry: false, soap: 'Server', http: 500 } as const

/** What is wrong inside `data`, where the service asks for its payloads to be checked. */
export const payloadFaults = {
  'payload-unsigned': {
    ...senders,
    shep: 'SCE017',
    title: {
      kk: 'Бизнес-деректерге қол қойылмаған',
      ru: 'Бизнес-данные не подписаны',
      en: 'The business data are not signed',
    },
    remedy: {
      kk: 'Жіберушіге: data ішіндегі құжатқа өзінің ds:Signature қолтаңбасын қойыңыз (enveloped, URI="").',
      ru: 'Отправителю: подпишите документ внутри data его собственной подписью ds:Signature (enveloped, URI="").',
      en: 'Sender: sign the document inside data with a ds:Signature of its own (enveloped, URI="").',
    },
  },
  'payload-signature-wrong': {
    ...senders,
    shep: 'SCE016',
    title: {
      kk: 'Бизнес-деректердің қолтаңбасы дұрыс емес',
      ru: 'Подпись бизнес-данных неверна',
      en: 'The signature of the business data is wrong',
    },
    remedy: {
      kk: 'Жіберушіге: құжатқа тұтасымен бір рет қол қойыңыз және содан кейін оның ешбір байтын өзгертпеңіз.',
      ru: 'Отправителю: подписывайте документ целиком, одной подписью, и после этого не меняйте в нём ни байта.',
      en: 'Sender: sign the whole document, once, and change no byte of it afterwards.',
    },
  },
  'payload-certificate-refused': {
    ...senders,
    shep: 'SCE015',
    title: {
      kk: 'Бизнес-деректерге қол қойған сертификат қабылданбайды',
      ru: 'Сертификат подписи бизнес-данных не принимается',
      en: 'The certificate that signed the business data is not accepted',
    },
    remedy: {
      kk: 'Жіберушіге: осы ортада танылған куәландырушы орталық берген, мерзімі жүріп тұрған қол қою сертификатын қолданыңыз.',
      ru: 'Отправителю: используйте действующий сертификат подписи от удостоверяющего центра, признанного в этой среде.',
      en: 'Sender: use a valid signing certificate of an authority that is trusted in this environment.',
    },
  },
  'payload-invalid': {
    ...senders,
    shep: 'SCE001',
    title: {
      kk: 'Бизнес-деректер сервис схемасына сәйкес емес',
      ru: 'Бизнес-данные не соответствуют схеме сервиса',
      en: 'The business data do not match the schema of the service',
    },
    remedy: {
      kk: 'Жіберушіге: data мазмұнын сервистің XSD схемасына сай түзетіңіз; қате орны хабарламада көрсетілген.',
      ru: 'Отправителю: исправьте содержимое data по XSD сервиса; место ошибки названо в сообщении.',
      en: 'Sender: mend the content of data after the XSD of the service; the fault names the place.',
    },
  },
  'provider-payload-unsigned': {
    ...providers,
    shep: 'ARN324',
    title: {
      kk: 'Сервис жауабының бизнес-деректеріне қол қойылмаған',
      ru: 'Бизнес-данные ответа сервиса не подписаны',
      en: 'The business data in the answer of the service are not signed',
    },
    remedy: {
      kk: 'Сервис иесіне: data ішіндегі құжатқа өзінің ds:Signature қолтаңбасын қойыңыз (enveloped, URI=""). Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: подписывайте документ внутри data его собственной подписью ds:Signature (enveloped, URI=""). Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: sign the document inside data with a ds:Signature of its own (enveloped, URI=""). Sender: tell the owner of the service.',
    },
  },
  'provider-payload-signature-wrong': {
    ...providers,
    shep: 'ARN325',
    title: {
      kk: 'Сервис жауабындағы бизнес-деректердің қолтаңбасы дұрыс емес',
      ru: 'Подпись бизнес-данных в ответе сервиса неверна',
      en: 'The signature of the business data in the answer of the service is wrong',
    },
    remedy: {
      kk: 'Сервис иесіне: құжатқа тұтасымен бір рет қол қойыңыз және содан кейін оны өзгертпеңіз. Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: подписывайте документ целиком, одной подписью, и после этого не меняйте его. Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: sign the whole document, once, and do not change it afterwards. Sender: tell the owner of the service.',
    },
  },
  'provider-payload-certificate-refused': {
    ...providers,
    shep: 'ARN326',
    title: {
      kk: 'Сервис жауабының бизнес-деректеріне қол қойған сертификат қабылданбайды',
      ru: 'Сертификат подписи бизнес-данных в ответе сервиса не принимается',
      en: 'The certificate that signed the business data of the answer is not accepted',
    },
    remedy: {
      kk: 'Сервис иесіне: осы ортада танылған куәландырушы орталық берген, мерзімі жүріп тұрған қол қою сертификатын қолданыңыз. Жіберушіге: сервис иесіне хабарласыңыз.',
      ru: 'Владельцу сервиса: используйте действующий сертификат подписи от удостоверяющего центра, признанного в этой среде. Отправителю: обратитесь к владельцу сервиса.',
      en: 'Owner of the service: use a valid signing certificate of an authority that is trusted in this environment. Sender: tell the owner of the service.',
    },
  },
  'provider-payload-invalid': {
    ...providers,
    shep: 'ARN327',
    title: {
      kk: 'Сервис жауабының бизнес-деректері сервистің өз схемасына сәйкес емес',
      ru: 'Бизнес-данные ответа не соответствуют схеме самого сервиса',
      en: 'The business data of the answer do not match the schema of the service itself',
    },
    remedy: {
      kk: 'Сервис иесіне: жауаптағы data мазмұнын тіркелген XSD схемасына сай түзетіңіз немесе схеманы жаңартыңыз. Жіберушіге: сервис иесіне хабарласыңыз; сұрауды сервис өңдеп қойған болуы мүмкін.',
      ru: 'Владельцу сервиса: приведите содержимое data в ответе к зарегистрированной XSD или обновите схему. Отправителю: обратитесь к владельцу сервиса; запрос сервисом мог быть обработан.',
      en: 'Owner of the service: mend the content of data in the answer after the registered XSD, or renew the schema. Sender: tell the owner of the service; it may have processed the request.',
    },
  },
  'payload-schema-unusable': {
    party: 'operator',
    retry: false,
    soap: 'Server',
    http: 500,
    shep: 'ARN328',
    title: {
      kk: 'Тізілімдегі сервис схемасы жарамсыз',
      ru: 'Схема сервиса в реестре непригодна',
      en: 'The schema of the service in the registry cannot be used',
    },
    remedy: {
      kk: 'Сервис иесіне: XSD файлдарын түзетіп, барлық импортталатын файлдарды қоса беріңіз. Операторға: түзетілген схеманы тізілімге жариялаңыз. Жіберушіге: хабарлама сервиске жеткен жоқ.',
      ru: 'Владельцу сервиса: исправьте файлы XSD и приложите все импортируемые. Оператору: опубликуйте исправленную схему в реестре. Отправителю: до сервиса сообщение не дошло.',
      en: 'Owner of the service: mend the XSD files and hand in all those that they import. Operator: publish the mended schema in the registry. Sender: the message has not reached the service.',
    },
  },
} as const satisfies FaultGroup
