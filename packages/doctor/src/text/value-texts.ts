import { cause, type FindingText, hint, problem, sendTheSignedBytes } from './finding-text.ts'

const proved = {
  kk: 'Осылай оқылса, SignatureValue сертификат кілтімен тексеріледі.',
  ru: 'Если прочитать так, SignatureValue проверяется ключом сертификата.',
  en: 'Read so, SignatureValue verifies with the key of the certificate.',
}

const profile = {
  kk: 'Хешті және қолтаңбаны профиль бойынша жасаңыз (docs/protocol/sync-channel.md, Signature).',
  ru: 'Делайте подпись по профилю (docs/protocol/sync-channel.md, Signature).',
  en: 'Sign after the profile (docs/protocol/sync-channel.md, Signature).',
}

/** What happened to SignedInfo, to the value, or at the signing itself. */
export const valueTexts = {
  'signed-info-written-anew': {
    ...cause,
    title: {
      kk: 'SignedInfo қол қойылғаннан кейін қайта пішімделген',
      ru: 'SignedInfo переформатирован после подписания',
      en: 'SignedInfo was formatted anew after signing',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  'signed-info-prefix-renamed': {
    ...cause,
    title: {
      kk: 'SignedInfo префиксі өзгертілген: {prefix} болған, қазір {now}',
      ru: 'Переименован префикс SignedInfo: был {prefix}, стал {now}',
      en: 'The prefix of SignedInfo was renamed: it was {prefix} and is {now} now',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  'signed-info-otherwise': {
    ...cause,
    title: {
      kk: 'SignedInfo басқа пішінде қол қойылған: {form}',
      ru: 'SignedInfo подписан в другой форме: {form}',
      en: 'SignedInfo was signed in another form: {form}',
    },
    explanation: proved,
    remedy: {
      kk: 'SignedInfo элементін CanonicalizationMethod атаған тәсілмен (exc-c14n) канондап, содан кейін қол қойыңыз.',
      ru: 'Подписывайте SignedInfo, канонизированный тем способом, который назван в CanonicalizationMethod (exc-c14n).',
      en: 'Sign SignedInfo canonicalised as CanonicalizationMethod says (exclusive canonicalisation).',
    },
  },
  'other-signature-algorithm': {
    ...cause,
    title: {
      kk: 'Қолтаңба {algorithm} алгоритмімен жасалған, ал SignatureMethod {named} дейді',
      ru: 'Подпись сделана по {algorithm}, а SignatureMethod называет {named}',
      en: 'Wrong digest for this key: the value was made with {algorithm}, and SignatureMethod says {named}',
    },
    explanation: proved,
    remedy: {
      kk: 'SignatureMethod пен қол қою алгоритмін бірдей етіңіз.',
      ru: 'Приведите SignatureMethod и алгоритм подписания в соответствие.',
      en: 'Let SignatureMethod and the algorithm that signs agree.',
    },
  },
  'elliptic-value-in-der': {
    ...cause,
    title: {
      kk: 'ECDSA мәні DER түрінде жазылған, ал r‖s болуы керек',
      ru: 'Значение ECDSA записано в DER, а должно быть r‖s',
      en: 'The value of ECDSA is written in DER and must be r‖s',
    },
    explanation: proved,
    remedy: {
      kk: 'DER нәтижесін r‖s түріне аударыңыз: Java-да SHA256withECDSAinP1363Format, Node.js-те dsaEncoding: "ieee-p1363".',
      ru: 'Переведите DER в r‖s: в Java SHA256withECDSAinP1363Format, в Node.js dsaEncoding: "ieee-p1363", в .NET DSASignatureFormat.IeeeP1363FixedFieldConcatenation.',
      en: 'Turn DER into r‖s: SHA256withECDSAinP1363Format in Java, dsaEncoding: "ieee-p1363" in Node.js, DSASignatureFormat.IeeeP1363FixedFieldConcatenation in .NET.',
    },
  },
  'elliptic-halves-turned': {
    ...cause,
    title: {
      kk: 'ECDSA мәнінің бөліктері басқа ретпен жазылған: {order}',
      ru: 'Половины значения ECDSA стоят в другом порядке: {order}',
      en: 'The halves of the ECDSA value stand otherwise: {order}',
    },
    explanation: proved,
    remedy: {
      kk: 'r‖s деп жазыңыз, екеуі де big-endian (RFC 6931 §2.3.6).',
      ru: 'Пишите r‖s, обе половины big-endian (RFC 6931 §2.3.6).',
      en: 'Write r‖s, both big-endian (RFC 6931 §2.3.6).',
    },
  },
  'other-bytes-signed': {
    ...cause,
    title: {
      kk: 'Кілт SignedInfo емес, басқа байттарға қол қойған: {bytes}',
      ru: 'Ключом подписан не SignedInfo, а другое: {bytes}',
      en: 'The key signed not SignedInfo but something else: {bytes}',
    },
    explanation: proved,
    remedy: {
      kk: 'Қолтаңба канондық SignedInfo элементіне жасалады; хештеуді қол қою функциясы өзі орындайды.',
      ru: 'Подписывается канонический SignedInfo; хеширование выполняет сама функция подписи.',
      en: 'What is signed is the canonical SignedInfo; the signing function hashes it itself.',
    },
  },
  'key-of-other-certificate': {
    ...cause,
    title: {
      kk: 'Қолтаңба басқа тіркелген сертификаттың кілтімен жасалған ({serial})',
      ru: 'Подпись сделана ключом другого зарегистрированного сертификата ({serial})',
      en: 'The key of another registered certificate signed it ({serial})',
    },
    explanation: {
      kk: 'KeyInfo бір сертификатты атайды, ал тексеру екіншісімен өтеді.',
      ru: 'KeyInfo называет один сертификат, а проверка проходит с другим.',
      en: 'KeyInfo names one certificate, and the signature verifies with another.',
    },
    remedy: {
      kk: 'KeyInfo ішіне қол қойған кілттің сертификатын салыңыз.',
      ru: 'Поместите в KeyInfo сертификат того ключа, которым подписываете.',
      en: 'Put the certificate of the signing key into KeyInfo.',
    },
  },
  'algorithm-not-of-key': {
    ...problem,
    title: {
      kk: '{algorithm} бұл кілтке ({key}) сай емес',
      ru: '{algorithm} не подходит к этому ключу ({key})',
      en: '{algorithm} is not for this key ({key})',
    },
    explanation: {
      kk: 'SignatureMethod ішіндегі алгоритм мен сертификаттың кілті әр түрлі отбасынан.',
      ru: 'Алгоритм в SignatureMethod и ключ сертификата — из разных семейств.',
      en: 'The algorithm in SignatureMethod and the key of the certificate are of different kinds.',
    },
    remedy: {
      kk: 'Бұл кілт үшін мынаны қолданыңыз: {usual}.',
      ru: 'Для этого ключа используйте {usual}.',
      en: 'For this key use {usual}.',
    },
  },
  'signature-of-enclosed-key': {
    ...hint,
    title: {
      kk: 'Қолтаңба арифметикалық тұрғыдан дұрыс: хабарламадағы сертификаттың кілтімен жасалған',
      ru: 'Арифметически подпись верна: её сделал ключ сертификата из сообщения',
      en: 'The arithmetic is right: the key of the certificate in the message made the signature',
    },
    explanation: {
      kk: 'Хабарлама өзгермеген; мәселе сертификаттың өзінде.',
      ru: 'Сообщение не менялось; дело в самом сертификате.',
      en: 'The message was not changed; the matter is the certificate.',
    },
    remedy: {
      kk: 'Тіркелген кілтпен қол қойыңыз немесе осы сертификатты тіркетіңіз.',
      ru: 'Подписывайте зарегистрированным ключом или зарегистрируйте этот сертификат.',
      en: 'Sign with the registered key, or have this certificate registered.',
    },
  },
  'body-intact': {
    ...hint,
    title: {
      kk: 'Body өзгермеген: оның хеші DigestValue мәніне тең',
      ru: 'Body не менялся: его хеш равен DigestValue',
      en: 'The Body is intact: its digest is the one in DigestValue',
    },
    explanation: {
      kk: 'Мәселе SignedInfo, SignatureValue немесе кілтте.',
      ru: 'Дело в SignedInfo, SignatureValue или ключе.',
      en: 'The matter is SignedInfo, SignatureValue or the key.',
    },
    remedy: {
      kk: 'Қай кілт қол қойғанын және SignedInfo кейін өзгертілмегенін тексеріңіз.',
      ru: 'Проверьте, каким ключом подписано и не менялся ли SignedInfo после подписания.',
      en: 'Check which key signed, and that SignedInfo was not changed afterwards.',
    },
  },
  'value-unexplained': {
    ...hint,
    title: {
      kk: 'SignatureValue бұл сертификаттың кілтімен жасалмаған',
      ru: 'SignatureValue сделан не ключом этого сертификата',
      en: 'SignatureValue was not made by the key of this certificate',
    },
    explanation: {
      kk: 'Басқа алгоритмдер мен пішіндер тексерілді; ешқайсысы сәйкес келмейді. Басқа кілт қол қойған немесе SignedInfo өзгертілген.',
      ru: 'Проверены другие алгоритмы и формы записи, ни одна не подходит: подписал другой ключ или SignedInfo изменён.',
      en: 'Other algorithms and forms were tried and none fits: another key signed, or SignedInfo was changed.',
    },
    remedy: profile,
  },
} as const satisfies Readonly<Record<string, FindingText>>
