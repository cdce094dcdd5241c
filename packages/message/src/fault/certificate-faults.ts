import type { FaultGroup } from './definition.ts'

const notValid = {
  shep: 'SCE005',
  party: 'sender',
  retry: false,
  soap: 'Client',
  http: 500,
} as const

/** What is wrong with the certificate of the sender, whoever the sender is. */
export const certificateFaults = {
  'certificate-expired': {
    ...notValid,
    title: {
      kk: 'Сертификаттың мерзімі өтіп кеткен',
      ru: 'Срок действия сертификата истёк',
      en: 'The certificate has expired',
    },
    remedy: {
      kk: 'Жіберушіге: куәландырушы орталықтан жаңа сертификат алып, оны шлюзде тіркетіңіз.',
      ru: 'Отправителю: получите новый сертификат в удостоверяющем центре и зарегистрируйте его на шлюзе.',
      en: 'Sender: get a new certificate from the certification authority and have it registered at the gateway.',
    },
  },
  'certificate-not-yet-valid': {
    ...notValid,
    title: {
      kk: 'Сертификаттың мерзімі әлі басталмаған',
      ru: 'Срок действия сертификата ещё не наступил',
      en: 'The certificate is not valid yet',
    },
    remedy: {
      kk: 'Жіберушіге: сертификаттың мерзімі басталғанша бұрынғысын қолданыңыз. Операторға: шлюз серверінің сағатын тексеріңіз.',
      ru: 'Отправителю: до начала срока пользуйтесь прежним сертификатом. Оператору: проверьте часы сервера шлюза.',
      en: 'Sender: use the former certificate until the new one begins. Operator: check the clock of the gateway.',
    },
  },
  'certificate-untrusted': {
    ...notValid,
    title: {
      kk: 'Сертификатты сенімді куәландырушы орталық бермеген',
      ru: 'Сертификат выдан недоверенным удостоверяющим центром',
      en: 'The certificate was not issued by a trusted certification authority',
    },
    remedy: {
      kk: 'Жіберушіге: осы орта (тесттік немесе өнеркәсіптік) үшін танылған куәландырушы орталықтың сертификатын қолданыңыз.',
      ru: 'Отправителю: используйте сертификат удостоверяющего центра, признанного в этой среде (тестовой или промышленной).',
      en: 'Sender: use a certificate of an authority that is trusted in this environment (test or production).',
    },
  },
  'certificate-usage': {
    ...notValid,
    title: {
      kk: 'Сертификат қол қоюға арналмаған',
      ru: 'Сертификат не предназначен для подписи',
      en: 'The certificate is not meant for signing',
    },
    remedy: {
      kk: 'Жіберушіге: кілтінің мақсаты цифрлық қолтаңба болып табылатын сертификатпен қол қойыңыз; аутентификация сертификаты жарамайды.',
      ru: 'Отправителю: подписывайте сертификатом, назначение ключа которого — цифровая подпись; сертификат аутентификации не подходит.',
      en: 'Sender: sign with a certificate whose key usage is digital signature; an authentication certificate will not do.',
    },
  },
  'certificate-subject': {
    ...notValid,
    title: {
      kk: 'Сертификат иесінің ЖСН немесе БСН мәнін анықтау мүмкін емес',
      ru: 'Из сертификата нельзя однозначно определить ИИН или БИН владельца',
      en: 'The IIN or BIN of the holder cannot be told from the certificate',
    },
    remedy: {
      kk: 'Жіберушіге: ЖСН serialNumber өрісінде, БСН OU өрісінде бір реттен ғана жазылған сертификатты қолданыңыз.',
      ru: 'Отправителю: используйте сертификат, где ИИН записан в serialNumber, а БИН — в OU, и каждый только один раз.',
      en: 'Sender: use a certificate that holds the IIN in serialNumber and the BIN in OU, each only once.',
    },
  },
  'key-malformed': {
    ...notValid,
    title: {
      kk: 'Кілт оқылмайды немесе қабылданбайды',
      ru: 'Ключ не читается или не принимается',
      en: 'The key cannot be read or is not accepted',
    },
    remedy: {
      kk: 'Кілт иесіне: құжаттамада (docs/protocol/sync-channel.md, Signature) аталған түрдегі және ұзындықтағы кілтпен жаңа сертификат алыңыз (RSA кемінде 2048 бит).',
      ru: 'Владельцу ключа: получите сертификат с ключом того вида и длины, которые названы в документации (docs/protocol/sync-channel.md, Signature): RSA не короче 2048 бит.',
      en: 'Holder of the key: get a certificate with a key of a kind and length named in the documentation (docs/protocol/sync-channel.md, Signature): RSA of at least 2048 bits.',
    },
  },
} as const satisfies FaultGroup
