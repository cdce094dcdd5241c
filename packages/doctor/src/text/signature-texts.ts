import { cause, type FindingText, hint, problem } from './finding-text.ts'

/** What the signature covers, and how it says so. */
export const signatureTexts = {
  'signed-timestamp': {
    ...cause,
    title: {
      kk: 'Timestamp элементіне де қол қойылған: оны өшіріңіз',
      ru: 'Подписан и Timestamp: отключите это в библиотеке',
      en: 'A Timestamp is signed as well: switch it off in your library',
    },
    explanation: {
      kk: 'Көптеген кітапхана әдепкі күйде солай жасайды; Ереженің 55-тармағы бойынша тек Body қол қойылады. Ұқсайтын кітапхана: {toolkit}.',
      ru: 'Многие библиотеки делают так по умолчанию; по пункту 55 Правил подписывается только Body. Похоже на: {toolkit}.',
      en: 'Many libraries do so by default; by paragraph 55 of the Rules the Body alone is signed. It looks like: {toolkit}.',
    },
    remedy: {
      kk: 'WSS4J, CXF: action = "Signature" ("Timestamp"-сыз); npm soap: hasTimeStamp: false; .NET WCF: includeTimestamp="false"; zeep: header ішіне wsu:Timestamp қоспаңыз; PHP wse-php: addTimestamp шақырмаңыз.',
      ru: 'WSS4J, CXF: action = "Signature" (без "Timestamp"); npm soap: hasTimeStamp: false; .NET WCF: includeTimestamp="false"; zeep: не добавляйте wsu:Timestamp в заголовок; PHP wse-php: не вызывайте addTimestamp.',
      en: 'WSS4J, CXF: action = "Signature" (without "Timestamp"); npm soap: hasTimeStamp: false; .NET WCF: includeTimestamp="false"; zeep: put no wsu:Timestamp into the header; PHP wse-php: do not call addTimestamp.',
    },
  },
  'signed-other-elements': {
    ...cause,
    title: {
      kk: 'Қолтаңба мыналарды қамтиды: {parts}',
      ru: 'Подпись охватывает: {parts}',
      en: 'The signature covers: {parts}',
    },
    explanation: {
      kk: 'Профиль бойынша бір ғана Reference болады, ол soap:Body элементіне апарады.',
      ru: 'По профилю должна быть одна Reference, и ведёт она к soap:Body.',
      en: 'The profile has one Reference, and it leads to soap:Body.',
    },
    remedy: {
      kk: 'Кітапханада қол қойылатын бөліктерді Body деп қана қалдырыңыз (WSS4J: signatureParts; BinarySecurityToken мен Header қол қойылмайды).',
      ru: 'Оставьте в библиотеке среди подписываемых частей только Body (WSS4J: signatureParts; BinarySecurityToken и Header не подписываются).',
      en: 'Leave the Body alone among the parts to sign (WSS4J: signatureParts; BinarySecurityToken and Header are not signed).',
    },
  },
  'reference-leads-nowhere': {
    ...cause,
    title: {
      kk: 'Reference {uri} деп көрсетеді, ал Body идентификаторы: {id}',
      ru: 'Reference указывает на {uri}, а идентификатор Body: {id}',
      en: 'The Reference names {uri}, and the id of the Body is {id}',
    },
    explanation: {
      kk: 'Идентификатор қол қойылғаннан кейін өзгерген немесе Body элементіне жазылмаған.',
      ru: 'Идентификатор изменён после подписания или не записан в Body.',
      en: 'The id was changed after signing, or never written on the Body.',
    },
    remedy: {
      kk: 'wsu:Id мәнін Body элементіне қол қоймас бұрын жазып, URI="#…" ішінде дәл соны көрсетіңіз.',
      ru: 'Запишите wsu:Id в Body до подписания и укажите его же в URI="#…".',
      en: 'Write wsu:Id on the Body before you sign and name the same in URI="#…".',
    },
  },
  'other-transforms': {
    ...cause,
    title: {
      kk: 'Transform тізімі басқаша: {transforms}',
      ru: 'Другой список Transform: {transforms}',
      en: 'The list of Transforms is another one: {transforms}',
    },
    explanation: {
      kk: 'Тек http://www.w3.org/2001/10/xml-exc-c14n# қабылданады; enveloped-signature мұнда қажет емес, себебі қолтаңба Body ішінде тұрған жоқ.',
      ru: 'Принимается только http://www.w3.org/2001/10/xml-exc-c14n#; enveloped-signature не нужен: подпись стоит не внутри Body.',
      en: 'Only http://www.w3.org/2001/10/xml-exc-c14n# is taken; enveloped-signature has no place here, since the signature is not inside the Body.',
    },
    remedy: {
      kk: "npm soap: signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#']; басқа кітапханада бір ғана Transform қалдырыңыз.",
      ru: "npm soap: signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#']; в других библиотеках оставьте один этот Transform.",
      en: "npm soap: signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#']; elsewhere leave this one Transform alone.",
    },
  },
  'gost-signature': {
    ...cause,
    title: {
      kk: 'ГОСТ алгоритмі: әзірге қолданылмайды',
      ru: 'Алгоритм ГОСТ: пока не поддерживается',
      en: 'A GOST algorithm: not supported yet',
    },
    explanation: {
      kk: 'Қолтаңба немесе сертификат ұлттық алгоритмді атайды: {uri}.',
      ru: 'Подпись или сертификат называют национальный алгоритм: {uri}.',
      en: 'The signature or the certificate names a national algorithm: {uri}.',
    },
    remedy: {
      kk: 'Әзірге RSA немесе ECDSA кілтімен қол қойыңыз.',
      ru: 'Пока подписывайте ключом RSA или ECDSA.',
      en: 'Sign with an RSA or ECDSA key for now.',
    },
  },
  'sha1-used': {
    ...cause,
    title: {
      kk: 'SHA-1 қолданылған',
      ru: 'Используется SHA-1',
      en: 'SHA-1 is used',
    },
    explanation: {
      kk: 'Көне кітапханалар әдепкі күйде SHA-1 қолданады: {uri}.',
      ru: 'Старые библиотеки берут SHA-1 по умолчанию: {uri}.',
      en: 'Older libraries take SHA-1 by default: {uri}.',
    },
    remedy: {
      kk: 'SignatureMethod http://www.w3.org/2001/04/xmldsig-more#rsa-sha256, DigestMethod http://www.w3.org/2001/04/xmlenc#sha256 деп орнатыңыз.',
      ru: 'Задайте SignatureMethod http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 и DigestMethod http://www.w3.org/2001/04/xmlenc#sha256.',
      en: 'Set SignatureMethod to http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 and DigestMethod to http://www.w3.org/2001/04/xmlenc#sha256.',
    },
  },
  'certificate-belongs-to': {
    ...hint,
    title: {
      kk: 'Сертификат иесі: {name}',
      ru: 'Сертификат принадлежит: {name}',
      en: 'The certificate belongs to {name}',
    },
    explanation: {
      kk: 'ЖСН {iin}, БСН {bin}; {notBefore} – {notAfter} аралығында жарамды; сериялық нөмірі {serial}; берген: {issuer}; толық атауы: {subject}.',
      ru: 'ИИН {iin}, БИН {bin}; действует с {notBefore} по {notAfter}; серийный номер {serial}; выдан: {issuer}; полное имя: {subject}.',
      en: 'IIN {iin}, BIN {bin}; valid from {notBefore} to {notAfter}; serial number {serial}; issued by {issuer}; the whole name: {subject}.',
    },
    remedy: {
      kk: 'Дәл осы сертификатпен қол қойғыңыз келгенін тексеріңіз.',
      ru: 'Убедитесь, что подписывать хотели именно им.',
      en: 'Make sure that this is the one you meant to sign with.',
    },
  },
  'certificate-not-among-registered': {
    ...problem,
    title: {
      kk: '{system} үшін басқа сертификат тіркелген',
      ru: 'Для {system} зарегистрирован другой сертификат',
      en: 'Another certificate is registered for {system}',
    },
    explanation: {
      kk: 'Тіркелгендердің сериялық нөмірлері: {registered}.',
      ru: 'Серийные номера зарегистрированных: {registered}.',
      en: 'Serial numbers of the registered ones: {registered}.',
    },
    remedy: {
      kk: 'Тіркелген кілтпен қол қойыңыз немесе операторға жаңа сертификатты тіркетіңіз.',
      ru: 'Подписывайте зарегистрированным ключом или попросите оператора зарегистрировать новый сертификат.',
      en: 'Sign with the registered key, or ask the operator to register the new certificate.',
    },
  },
  'identity-differs': {
    ...problem,
    title: {
      kk: 'Сертификаттағы ЖСН немесе БСН тіркелгенінен өзге',
      ru: 'ИИН или БИН в сертификате не те, что зарегистрированы',
      en: 'IIN or BIN of the certificate are not the registered ones',
    },
    explanation: {
      kk: 'Сертификатта: ЖСН {iin}, БСН {bin}; тіркелгені: ЖСН {registeredIin}, БСН {registeredBin}.',
      ru: 'В сертификате: ИИН {iin}, БИН {bin}; зарегистрировано: ИИН {registeredIin}, БИН {registeredBin}.',
      en: 'In the certificate: IIN {iin}, BIN {bin}; registered: IIN {registeredIin}, BIN {registeredBin}.',
    },
    remedy: {
      kk: 'Осы ұйымның және осы қызметкердің сертификатын қолданыңыз немесе тіркеу деректерін түзеттіріңіз.',
      ru: 'Используйте сертификат этой организации и этого сотрудника или исправьте регистрационные данные.',
      en: 'Use the certificate of this organisation and person, or have the registration mended.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>
