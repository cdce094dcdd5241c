import type { XmlErrorCode } from '@arna/xml'
import type { FaultDefinition, FaultGroup } from './definition.ts'

const format = { shep: 'SCE001', party: 'sender', retry: false, soap: 'Client', http: 500 } as const

const xmlFaults = {
  'xml-not-well-formed': {
    ...format,
    title: {
      kk: 'Хабарлама дұрыс құрылған XML емес',
      ru: 'Сообщение не является правильно построенным XML',
      en: 'The message is not well-formed XML',
    },
    remedy: {
      kk: 'Жіберушіге: көрсетілген орындағы қатені түзетіңіз; XML мәтінін жолдарды қосып емес, XML кітапханасымен құрыңыз.',
      ru: 'Отправителю: исправьте ошибку в указанном месте; формируйте XML библиотекой, а не сложением строк.',
      en: 'Sender: mend the error at the place given; build the XML with an XML library, not by joining strings.',
    },
  },
  'xml-doctype-refused': {
    ...format,
    title: {
      kk: 'Хабарламада DTD (DOCTYPE) бар',
      ru: 'Сообщение содержит DTD (DOCTYPE)',
      en: 'The message has a DTD (DOCTYPE)',
    },
    remedy: {
      kk: 'Жіберушіге: DOCTYPE мен нысан (entity) жарияланымдарын алып тастаңыз; SOAP оларға тыйым салады.',
      ru: 'Отправителю: уберите DOCTYPE и объявления сущностей; SOAP их запрещает.',
      en: 'Sender: take out the DOCTYPE and the entity declarations; SOAP forbids them.',
    },
  },
  'xml-encoding-refused': {
    ...format,
    title: {
      kk: 'Хабарламаның кодтауы UTF-8 емес',
      ru: 'Кодировка сообщения не UTF-8',
      en: 'The encoding of the message is not UTF-8',
    },
    remedy: {
      kk: 'Жіберушіге: хабарламаны UTF-8 кодтауымен жазыңыз және XML хабарландыруында да UTF-8 көрсетіңіз.',
      ru: 'Отправителю: записывайте сообщение в UTF-8 и указывайте UTF-8 в объявлении XML.',
      en: 'Sender: write the message in UTF-8 and name UTF-8 in the XML declaration.',
    },
  },
  'xml-limit-exceeded': {
    ...format,
    title: {
      kk: 'Хабарламаның XML құрылымы белгіленген шектен асады',
      ru: 'Строение XML сообщения превышает установленные пределы',
      en: 'The XML of the message exceeds a limit',
    },
    remedy: {
      kk: 'Жіберушіге: аталған шектен асатын жерді (тереңдік, атрибуттар, атаулар кеңістігі, атау ұзындығы немесе көлем) ықшамдаңыз.',
      ru: 'Отправителю: уменьшите то, что превышает названный предел: глубину, число атрибутов или пространств имён, длину имени или размер.',
      en: 'Sender: reduce what exceeds the limit that is named: depth, attributes, namespaces, length of a name, or size.',
    },
  },
} as const satisfies Record<XmlErrorCode, FaultDefinition>

/** What is wrong with the XML, the SOAP envelope or the fields of a message. */
export const envelopeFaults = {
  ...xmlFaults,
  'soap-structure': {
    ...format,
    title: {
      kk: 'SOAP конвертінің құрылымы дұрыс емес',
      ru: 'Неверное строение SOAP-конверта',
      en: 'The SOAP envelope is not built as it must be',
    },
    remedy: {
      kk: 'Жіберушіге: Envelope ішінде ең көбі бір Header, одан кейін дәл бір Body болсын; олардың арасында, алдында және соңында мәтін де, өңдеу нұсқаулары да болмасын.',
      ru: 'Отправителю: в Envelope должно быть не более одного Header и за ним ровно один Body, без текста, инструкций обработки и других элементов рядом.',
      en: 'Sender: an Envelope holds at most one Header and after it exactly one Body, without text, processing instructions or other elements beside them.',
    },
  },
  'soap-must-understand': {
    ...format,
    title: {
      kk: 'Шлюз өңдеуі міндетті тақырыпты білмейді',
      ru: 'Шлюз не знает заголовка, обязательного для обработки',
      en: 'The gateway does not know a header that it must understand',
    },
    remedy: {
      kk: 'Жіберушіге: аталған SOAP тақырыбын алып тастаңыз немесе одан mustUnderstand атрибутын алыңыз; шлюз тек wsse:Security тақырыбын өңдейді.',
      ru: 'Отправителю: уберите названный заголовок SOAP или его атрибут mustUnderstand; шлюз обрабатывает только wsse:Security.',
      en: 'Sender: take out the SOAP header that is named, or its mustUnderstand attribute; the gateway processes wsse:Security only.',
    },
  },
  'message-malformed': {
    ...format,
    title: {
      kk: 'Хабарлама ЭҮШ форматына сәйкес емес',
      ru: 'Сообщение не соответствует формату ШЭП',
      en: 'The message does not match the SHEP format',
    },
    remedy: {
      kk: 'Жіберушіге: аталған өрісті WSDL сипаттамасына (?wsdl) сай толтырыңыз.',
      ru: 'Отправителю: заполните названное поле так, как требует описание WSDL (?wsdl).',
      en: 'Sender: fill the field that is named as the WSDL (?wsdl) asks.',
    },
  },
} as const satisfies FaultGroup
