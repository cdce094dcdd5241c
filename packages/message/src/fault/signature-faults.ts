import type { FaultGroup } from './definition.ts'

const wrong = { shep: 'SCE006', party: 'sender', retry: false, soap: 'Client', http: 500 } as const

/** What is wrong with the transport signature of the sender. */
export const signatureFaults = {
  'signature-missing': {
    ...wrong,
    shep: 'SCE007',
    title: {
      kk: 'Хабарламаға көліктік қолтаңба қойылмаған',
      ru: 'Сообщение не подписано транспортной подписью',
      en: 'The message carries no transport signature',
    },
    remedy: {
      kk: 'Жіберушіге: Body элементіне қол қойып, ds:Signature элементін Header/wsse:Security ішіне салыңыз.',
      ru: 'Отправителю: подпишите Body и поместите ds:Signature в Header/wsse:Security.',
      en: 'Sender: sign the Body and put ds:Signature into Header/wsse:Security.',
    },
  },
  'signature-malformed': {
    ...wrong,
    title: {
      kk: 'Көліктік қолтаңбаның құрылымы дұрыс емес',
      ru: 'Неверное строение транспортной подписи',
      en: 'The transport signature is not built as it must be',
    },
    remedy: {
      kk: 'Жіберушіге: қолтаңбаны WS-Security профилі бойынша құрыңыз: бір SignedInfo, бір Reference, тек exc-c14n түрлендіруі, base64 мәндерінің ішінде бөгде ештеңе жоқ.',
      ru: 'Отправителю: формируйте подпись по профилю WS-Security: один SignedInfo, один Reference, единственное преобразование exc-c14n, внутри значений base64 ничего постороннего.',
      en: 'Sender: build the signature after the WS-Security profile: one SignedInfo, one Reference, exc-c14n as the only transform, nothing foreign inside the base64 values.',
    },
  },
  'signature-ambiguous': {
    ...wrong,
    title: {
      kk: 'Қай қолтаңба немесе қай элемент туралы айтылғаны анық емес',
      ru: 'Неоднозначно, какая подпись или какой элемент имеется в виду',
      en: 'It is ambiguous which signature or which element is meant',
    },
    remedy: {
      kk: 'Жіберушіге: Header ішінде бір ғана көліктік қолтаңба болсын, Body идентификаторы бүкіл хабарламада қайталанбасын.',
      ru: 'Отправителю: оставьте в Header одну транспортную подпись; идентификатор Body не должен повторяться в сообщении.',
      en: 'Sender: keep one transport signature in the Header; the id of the Body must occur once in the whole message.',
    },
  },
  'signature-algorithm-refused': {
    ...wrong,
    title: {
      kk: 'Қолтаңба алгоритмі қабылданбайды',
      ru: 'Алгоритм подписи не принимается',
      en: 'The signature algorithm is not accepted',
    },
    remedy: {
      kk: 'Жіберушіге: құжаттамада (docs/protocol/sync-channel.md, Signature) аталған алгоритмдердің біріне көшіңіз; алгоритм сертификат кілтіне сәйкес болуы тиіс.',
      ru: 'Отправителю: перейдите на один из алгоритмов, перечисленных в документации (docs/protocol/sync-channel.md, Signature); алгоритм должен соответствовать ключу сертификата.',
      en: 'Sender: use one of the algorithms listed in the documentation (docs/protocol/sync-channel.md, Signature); it has to agree with the key of the certificate.',
    },
  },
  'signature-not-over-body': {
    ...wrong,
    title: {
      kk: 'Қолтаңба хабарламаның Body элементін қамтымайды',
      ru: 'Подпись не охватывает Body сообщения',
      en: 'The signature does not cover the Body of the message',
    },
    remedy: {
      kk: 'Жіберушіге: Reference элементінің URI мәні осы хабарламадағы soap:Body элементінің wsu:Id мәнін көрсетсін.',
      ru: 'Отправителю: URI элемента Reference должен указывать на wsu:Id элемента soap:Body этого же сообщения.',
      en: 'Sender: the URI of the Reference has to name the wsu:Id of the soap:Body of this message.',
    },
  },
  'signature-timestamp': {
    ...wrong,
    title: {
      kk: 'Қолтаңба уақыт белгісін (Timestamp) де қамтиды',
      ru: 'Подпись охватывает и метку времени (Timestamp)',
      en: 'The signature also covers a Timestamp',
    },
    remedy: {
      kk: 'Жіберушіге: SOAP кітапханасында Timestamp элементіне қол қоюды өшіріңіз (кітапханалардың баптаулары docs/protocol/clients.md құжатында), тек Body элементіне қол қойыңыз; бұл мүмкін болмаса, оператордан осы қосылым үшін рұқсат сұраңыз.',
      ru: 'Отправителю: отключите в библиотеке SOAP подписание Timestamp (настройки библиотек — в docs/protocol/clients.md) и подписывайте только Body; если это невозможно, попросите оператора разрешить это для вашего подключения.',
      en: 'Sender: switch off the signing of the Timestamp in your SOAP library (docs/protocol/clients.md has the settings) and sign the Body only; if that cannot be done, ask the operator to tolerate it for your connection.',
    },
  },
  'signature-digest-mismatch': {
    ...wrong,
    title: {
      kk: 'Body элементі қол қойылғаннан кейін өзгерген: хеш мәні сәйкес келмейді',
      ru: 'Body изменён после подписания: хеш-значение не совпадает',
      en: 'The Body was changed after signing: its digest does not match',
    },
    remedy: {
      kk: 'Жіберушіге: қол қойылған хабарламаны дәл сол байттарымен жіберіңіз: қол қойылғаннан кейін шегіністерді, жол соңдарын, кодтауды, префикстерді өзгертпеңіз; curl қолдансаңыз, --data орнына --data-binary жазыңыз.',
      ru: 'Отправителю: передавайте подписанное сообщение теми же байтами: после подписания не меняйте отступы, переводы строк, кодировку и префиксы; в curl вместо --data пишите --data-binary.',
      en: 'Sender: send the bytes that were signed: do not change indentation, line ends, encoding or prefixes after signing; with curl, write --data-binary in place of --data.',
    },
  },
  'signature-value-mismatch': {
    ...wrong,
    title: {
      kk: 'Қолтаңба мәні сертификат кілтіне сәйкес емес',
      ru: 'Значение подписи не соответствует ключу сертификата',
      en: 'The signature value does not match the key of the certificate',
    },
    remedy: {
      kk: 'Жіберушіге: хабарламаға KeyInfo ішінде көрсетілген сертификаттың кілтімен қол қойылғанын және SignedInfo кейін өзгертілмегенін тексеріңіз.',
      ru: 'Отправителю: проверьте, что подписано ключом того сертификата, который указан в KeyInfo, и что SignedInfo потом не менялся.',
      en: 'Sender: check that the key of the certificate named in KeyInfo made the signature, and that SignedInfo was not changed afterwards.',
    },
  },
  'key-reference-unreadable': {
    ...wrong,
    title: {
      kk: 'KeyInfo ішінен қол қоюшының сертификатын анықтау мүмкін емес',
      ru: 'По KeyInfo нельзя определить сертификат подписавшего',
      en: 'KeyInfo does not tell which certificate signed',
    },
    remedy: {
      kk: 'Жіберушіге: wsse:SecurityTokenReference ішінде KeyIdentifier (X509v3), X509IssuerSerial немесе BinarySecurityToken сілтемесінің бірін ғана беріңіз.',
      ru: 'Отправителю: укажите в wsse:SecurityTokenReference что-то одно: KeyIdentifier (X509v3), X509IssuerSerial или ссылку на BinarySecurityToken.',
      en: 'Sender: give one of KeyIdentifier (X509v3), X509IssuerSerial or a reference to a BinarySecurityToken in wsse:SecurityTokenReference.',
    },
  },
} as const satisfies FaultGroup
