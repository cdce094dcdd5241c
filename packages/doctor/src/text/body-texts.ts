import { cause, type FindingText, hint, sendTheSignedBytes } from './finding-text.ts'

const proved = {
  kk: 'Бұл өзгеріс кері қайтарылса, хеш мәні DigestValue мәнімен сәйкес келеді.',
  ru: 'Если вернуть это изменение назад, хеш-значение совпадает с DigestValue.',
  en: 'With this change undone, the digest is the one in DigestValue.',
}

/** What happened to the Body between the signing and us. */
export const bodyTexts = {
  'indentation-added': {
    ...cause,
    title: {
      kk: 'Хабарлама қол қойылғаннан кейін шегіністермен пішімделген',
      ru: 'Похоже, сообщение переформатировано с отступами после подписания',
      en: 'This looks re-indented: white space came between the elements after signing',
    },
    explanation: {
      kk: `Элементтердің арасындағы бос орындар алынып тасталса, қолтаңба дұрыс. ${proved.kk}`,
      ru: `Без пробелов и переводов строк между элементами подпись верна. ${proved.ru}`,
      en: `Without the white space between elements the signature is right. ${proved.en}`,
    },
    remedy: {
      kk: 'Қол қойылғаннан кейін пішімдеуді (pretty print, formatOutput, INDENT) өшіріңіз немесе алдымен пішімдеп, содан кейін қол қойыңыз.',
      ru: 'Отключите форматирование после подписания (pretty print, formatOutput, OutputKeys.INDENT, PreserveWhitespace=false) или форматируйте до подписания.',
      en: 'Switch off formatting after signing (pretty print, formatOutput, OutputKeys.INDENT, PreserveWhitespace=false), or format before you sign.',
    },
  },
  'indentation-removed': {
    ...cause,
    title: {
      kk: 'Қол қойылғаннан кейін шегіністер алынып тасталған',
      ru: 'После подписания из сообщения убраны отступы',
      en: 'The indentation was taken out after signing',
    },
    explanation: {
      kk: `Қол қойылған нұсқада элементтер жеке жолдарда, шегіністермен тұрған. ${proved.kk}`,
      ru: `Подписан был вариант, где элементы стоят на отдельных строках с отступами. ${proved.ru}`,
      en: `What was signed had its elements on lines of their own, indented. ${proved.en}`,
    },
    remedy: sendTheSignedBytes,
  },
  'carriage-returns-added': {
    ...cause,
    title: {
      kk: 'Жол соңдары өзгерген: &#13; таңбалары қосылған',
      ru: 'Изменены концы строк: появились символы &#13;',
      en: 'Line ends were changed: carriage returns (&#13;) came in after signing',
    },
    explanation: {
      kk: `Windows жол соңдары (CR LF) бар мәтін қол қойылғаннан кейін &#13; болып жазылған. ${proved.kk}`,
      ru: `Концы строк Windows (CR LF) после подписания были записаны как &#13;. ${proved.ru}`,
      en: `Line ends of Windows (CR LF) were written as &#13; after signing. ${proved.en}`,
    },
    remedy: {
      kk: 'Мәтіндегі жол соңдарын қол қоймас бұрын LF түріне келтіріңіз және кейін қайта жазбаңыз.',
      ru: 'Приведите концы строк к LF до подписания и не записывайте XML заново после него.',
      en: 'Bring line ends to LF before you sign, and do not write the XML again afterwards.',
    },
  },
  'carriage-returns-removed': {
    ...cause,
    title: {
      kk: 'Жол соңдары өзгерген: қол қойылғаннан кейін &#13; алынып тасталған',
      ru: 'Изменены концы строк: после подписания убраны символы &#13; (CR)',
      en: 'Line ends were changed: carriage returns were taken out after signing',
    },
    explanation: {
      kk: `Қол қойылған мәтінде CR таңбалары болған. ${proved.kk}`,
      ru: `В подписанном тексте были символы CR; кто-то их вычистил. ${proved.ru}`,
      en: `The text that was signed had carriage returns; something took them out. ${proved.en}`,
    },
    remedy: {
      kk: '&#13; және \\r таңбаларын тазалауды қол қоюға дейін жасаңыз, кейін емес.',
      ru: 'Убирайте &#13; и \\r до подписания, а не после.',
      en: 'Take &#13; and \\r out before you sign, not afterwards.',
    },
  },
  'line-ends-removed': {
    ...cause,
    title: {
      kk: 'Қол қойылғаннан кейін жол соңдары жойылған (curl --data осылай жасайды)',
      ru: 'После подписания пропали переводы строк (так делает curl --data)',
      en: 'Line ends were taken out after signing, as curl --data does',
    },
    explanation: {
      kk: `Шегіністердің бос орындары қалған, ал жол соңдары жоқ. ${proved.kk}`,
      ru: `Пробелы отступов остались, а переводы строк исчезли. ${proved.ru}`,
      en: `The spaces of the indentation are there, the line ends are gone. ${proved.en}`,
    },
    remedy: {
      kk: 'curl қолдансаңыз, --data орнына --data-binary @файл жазыңыз; кодта \\n таңбасын алып тастамаңыз.',
      ru: 'В curl пишите --data-binary @файл вместо --data; в коде не удаляйте \\n.',
      en: 'With curl write --data-binary @file in place of --data; in code do not remove \\n.',
    },
  },
  'white-space-trimmed': {
    ...cause,
    title: {
      kk: '{field} өрісінің шетіндегі бос орын қол қойылғаннан кейін қиылған',
      ru: 'После подписания обрезаны пробелы по краям поля {field}',
      en: 'White space at an end of the field {field} was trimmed after signing',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  'white-space-added': {
    ...cause,
    title: {
      kk: 'Өрістердің мәтініне қол қойылғаннан кейін бос орындар қосылған',
      ru: 'После подписания вокруг текста полей добавлены пробелы',
      en: 'White space came around the texts of fields after signing',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  'prefix-renamed': {
    ...cause,
    title: {
      kk: 'Префикс өзгертілген: {prefix} болған, қазір {now}',
      ru: 'Переименован префикс: был {prefix}, стал {now}',
      en: 'A prefix was renamed: it was {prefix} and is {now} now',
    },
    explanation: {
      kk: `Кітапхана XML-ді қайта оқып, өз префикстерімен жазған. ${proved.kk}`,
      ru: `Библиотека разобрала XML и записала его со своими префиксами. ${proved.ru}`,
      en: `A library read the XML and wrote it with prefixes of its own. ${proved.en}`,
    },
    remedy: sendTheSignedBytes,
  },
  'other-canonicalization': {
    ...cause,
    title: {
      kk: 'Хеш басқа канондау тәсілімен есептелген: {method}',
      ru: 'Хеш посчитан по другой канонизации: {method}',
      en: 'The digest was made with another canonicalisation: {method}',
    },
    explanation: {
      kk: 'Хабарлама өзгермеген; қол қоюшы Transform ішінде көрсетілгеннен басқа тәсілді қолданған.',
      ru: 'Сообщение не менялось: подписавший применил не тот способ, который указан в Transform.',
      en: 'The message was not changed: the signer canonicalised otherwise than its Transform says.',
    },
    remedy: {
      kk: 'Body элементін http://www.w3.org/2001/10/xml-exc-c14n# (түсініктемесіз) тәсілімен канондаңыз және Transform ішінде соны көрсетіңіз.',
      ru: 'Канонизируйте Body по http://www.w3.org/2001/10/xml-exc-c14n# (без комментариев) и укажите то же в Transform.',
      en: 'Canonicalise the Body with http://www.w3.org/2001/10/xml-exc-c14n# (without comments) and name the same in Transform.',
    },
  },
  'id-added-later': {
    ...cause,
    title: {
      kk: 'Body идентификаторы хеш есептелгеннен кейін қосылған',
      ru: 'Идентификатор Body добавлен после вычисления хеша',
      en: 'The id of the Body was added after the digest was made',
    },
    explanation: {
      kk: `wsu:Id атрибуты жоқ Body үшін хеш дұрыс. ${proved.kk}`,
      ru: `Для Body без атрибута wsu:Id хеш верен. ${proved.ru}`,
      en: `For a Body without wsu:Id the digest is right. ${proved.en}`,
    },
    remedy: {
      kk: 'Алдымен Body элементіне wsu:Id беріңіз, содан кейін қол қойыңыз.',
      ru: 'Сначала присвойте Body атрибут wsu:Id, затем подписывайте.',
      en: 'Give the Body its wsu:Id first, then sign.',
    },
  },
  'escaped-twice': {
    ...cause,
    title: {
      kk: 'Мәтін қол қойылғаннан кейін екінші рет экрандалған (&amp;lt;)',
      ru: 'После подписания текст экранирован второй раз (&amp;lt;)',
      en: 'Text was escaped a second time after signing (&amp;lt;)',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  unescaped: {
    ...cause,
    title: {
      kk: 'Қол қойылған мәтін бір рет артық экрандалған болған',
      ru: 'Подписанный текст был экранирован на один раз больше',
      en: 'The text that was signed was escaped once more than what came',
    },
    explanation: proved,
    remedy: sendTheSignedBytes,
  },
  'character-set-damaged': {
    ...cause,
    title: {
      kk: 'Кодтау бұзылған: UTF-8 мәтіні {charset} ретінде оқылған',
      ru: 'Испорчена кодировка: UTF-8 прочитан как {charset}',
      en: 'The characters are damaged: UTF-8 was read as {charset}',
    },
    explanation: {
      kk: `Кириллица қол қойылғаннан кейін «кракозябрға» айналған. ${proved.kk}`,
      ru: `Кириллица превратилась в «кракозябры» после подписания. ${proved.ru}`,
      en: `Letters beyond ASCII were garbled after signing. ${proved.en}`,
    },
    remedy: {
      kk: 'Барлық жерде UTF-8 деп анық көрсетіңіз: getBytes(UTF_8), Encoding.UTF8, Content-Type: text/xml; charset=utf-8. Платформаның әдепкі кодтауына сенбеңіз.',
      ru: 'Всюду указывайте UTF-8 явно: getBytes(UTF_8), Encoding.UTF8, Content-Type: text/xml; charset=utf-8. Не полагайтесь на кодировку платформы.',
      en: 'Name UTF-8 everywhere: getBytes(UTF_8), Encoding.UTF8, Content-Type: text/xml; charset=utf-8. Do not rely on the default of the platform.',
    },
  },
  'signed-in-other-encoding': {
    ...cause,
    title: {
      kk: 'Хеш {charset} кодтауындағы байттар бойынша есептелген',
      ru: 'Хеш посчитан по байтам в кодировке {charset}',
      en: 'The digest was made over bytes in {charset}',
    },
    explanation: {
      kk: 'Хабарлама UTF-8 түрінде келді, ал канондық пішін әрдайым UTF-8 болады.',
      ru: 'Сообщение пришло в UTF-8, и каноническая форма — всегда UTF-8.',
      en: 'The message came in UTF-8, and a canonical form is always UTF-8.',
    },
    remedy: {
      kk: 'Қол қою кодында мәтінді байтқа UTF-8 арқылы аударыңыз (getBytes(StandardCharsets.UTF_8)).',
      ru: 'В коде подписания переводите текст в байты через UTF-8 (getBytes(StandardCharsets.UTF_8)).',
      en: 'Where you sign, turn text into bytes by UTF-8 (getBytes(StandardCharsets.UTF_8)).',
    },
  },
  'unicode-normalised': {
    ...cause,
    title: {
      kk: 'Юникод таңбалары қол қойылғаннан кейін басқаша жазылған',
      ru: 'Символы Юникода записаны иначе, чем при подписании',
      en: 'Unicode characters are written otherwise than when they were signed',
    },
    explanation: {
      kk: `Құрама әріптер, көрінбейтін таңбалар немесе ажырамас бос орын өзгерген. ${proved.kk}`,
      ru: `Изменились составные буквы (й, ё), невидимые символы или неразрывные пробелы. ${proved.ru}`,
      en: `Composed letters, invisible characters or no-break spaces were changed. ${proved.en}`,
    },
    remedy: sendTheSignedBytes,
  },
  'field-added': {
    ...cause,
    title: {
      kk: '{field} өрісі қол қойылғаннан кейін қосылған немесе толтырылған',
      ru: 'Поле {field} добавлено или заполнено после подписания',
      en: 'The field {field} was added or filled in after signing',
    },
    explanation: proved,
    remedy: {
      kk: 'Барлық өрістерді (құпиясөзді де) қол қоймас бұрын толтырыңыз; sessionId өрісін жіберуші толтырмайды.',
      ru: 'Заполняйте все поля (и пароль) до подписания; sessionId отправитель не заполняет.',
      en: 'Fill in all fields (the password, too) before you sign; sessionId is not for the sender to fill.',
    },
  },
  'empty-namespace-lost': {
    ...cause,
    title: {
      kk: 'xmlns="" қол қойылғаннан кейін жоғалған немесе қосылған',
      ru: 'После подписания потеряно или добавлено xmlns=""',
      en: 'xmlns="" was lost or added after signing',
    },
    explanation: {
      kk: `Сондықтан өрістер басқа атау кеңістігіне түскен. ${proved.kk}`,
      ru: `Поэтому поля оказались в другом пространстве имён. ${proved.ru}`,
      en: `So the fields stand in another namespace. ${proved.en}`,
    },
    remedy: sendTheSignedBytes,
  },
  'other-part-signed': {
    ...cause,
    title: {
      kk: 'Хеш Body элементінен емес, мынадан есептелген: {part}',
      ru: 'Хеш посчитан не по Body, а по другому: {part}',
      en: 'The digest is not of the Body but of something else: {part}',
    },
    explanation: {
      kk: 'Хабарлама өзгермеген; хеш басқа байттарға жасалған.',
      ru: 'Сообщение не менялось: хеш вычислен по другим байтам.',
      en: 'The message was not changed: the digest is of other bytes.',
    },
    remedy: {
      kk: 'Хешті soap:Body элементінің өзіне (ашылу және жабылу тегтерімен бірге) exc-c14n канондауынан кейін есептеңіз.',
      ru: 'Вычисляйте хеш по самому элементу soap:Body (вместе с открывающим и закрывающим тегами) после канонизации exc-c14n.',
      en: 'Make the digest over the element soap:Body itself, its tags included, after exclusive canonicalisation.',
    },
  },
  'other-digest': {
    ...cause,
    title: {
      kk: 'DigestValue {digest} арқылы есептелген, ал DigestMethod {named} дейді',
      ru: 'DigestValue посчитан по {digest}, а DigestMethod называет {named}',
      en: 'Wrong digest: DigestValue was made with {digest}, and DigestMethod says {named}',
    },
    explanation: {
      kk: 'Хабарлама өзгермеген; алгоритм атауы мен мәні сәйкес емес.',
      ru: 'Сообщение не менялось: имя алгоритма и значение не соответствуют друг другу.',
      en: 'The message was not changed: the name of the algorithm and the value do not agree.',
    },
    remedy: {
      kk: 'DigestMethod пен хеш алгоритмін бірдей етіңіз; қолданылатыны SHA-256 (http://www.w3.org/2001/04/xmlenc#sha256).',
      ru: 'Приведите DigestMethod и хеш-алгоритм в соответствие; обычный — SHA-256 (http://www.w3.org/2001/04/xmlenc#sha256).',
      en: 'Let DigestMethod and the hash agree; the usual one is SHA-256 (http://www.w3.org/2001/04/xmlenc#sha256).',
    },
  },
  'changed-as-compared': {
    ...cause,
    title: {
      kk: 'Қол қойылған файлдан айырмашылығы бар',
      ru: 'Body отличается от файла, сохранённого сразу после подписания',
      en: 'The Body differs from the file that was kept right after signing',
    },
    explanation: {
      kk: 'Төменде канондық пішіндегі бірінші айырмашылық көрсетілген.',
      ru: 'Ниже показано первое различие канонических форм.',
      en: 'The first difference of the canonical forms is shown below.',
    },
    remedy: sendTheSignedBytes,
  },
  'same-as-compared': {
    ...hint,
    title: {
      kk: 'Body қол қойылған файлмен бірдей',
      ru: 'Body совпадает с файлом, сохранённым после подписания',
      en: 'The Body is the same as in the file that was kept after signing',
    },
    explanation: {
      kk: 'Канондық пішіндер бірдей: Body жолда өзгермеген.',
      ru: 'Канонические формы одинаковы: в пути Body не менялся.',
      en: 'The canonical forms are equal: the Body was not changed on the way.',
    },
    remedy: {
      kk: 'Себебін қол қою кодының өзінен іздеңіз.',
      ru: 'Ищите причину в самом подписании.',
      en: 'Look for the reason in the signing itself.',
    },
  },
  'changed-unexplained': {
    ...hint,
    title: {
      kk: 'Body неліктен өзгеше екені табылмады',
      ru: 'Что именно изменилось в Body, установить не удалось',
      en: 'What was changed in the Body could not be found out',
    },
    explanation: {
      kk: 'Әдеттегі өзгерістердің {guesses} нұсқасы тексерілді, ешқайсысы DigestValue мәнін бермейді: бірнеше өзгеріс қатар болған немесе мән өзгертілген.',
      ru: 'Проверено вариантов обычных изменений: {guesses}; ни один не даёт DigestValue. Возможно, изменений несколько или изменено содержание.',
      en: '{guesses} guesses at usual changes were tried and none gives DigestValue: there may be several changes, or the content itself was changed.',
    },
    remedy: {
      kk: 'Қол қойылғаннан кейінгі байттарды файлға сақтап, салыстырыңыз: arna doctor ФАЙЛ --signed-as ҚОЛ_ҚОЙЫЛҒАН_ФАЙЛ.',
      ru: 'Сохраните байты сразу после подписания и сравните: arna doctor ФАЙЛ --signed-as ПОДПИСАННЫЙ_ФАЙЛ.',
      en: 'Keep the bytes right after signing and compare: arna doctor FILE --signed-as SIGNED_FILE.',
    },
  },
  'counted-prefixes': {
    ...hint,
    title: {
      kk: 'Префикстер ns0, ns1 … деп қайта аталған',
      ru: 'Префиксы переименованы в ns0, ns1 …',
      en: 'Prefixes were renamed to ns0, ns1 …',
    },
    explanation: {
      kk: 'Python ElementTree сияқты кітапханалар XML-ді қайта жазғанда барлық префиксті өзгертеді.',
      ru: 'Так переименовывают все префиксы библиотеки вроде ElementTree (Python), когда записывают XML заново.',
      en: 'Libraries such as ElementTree of Python rename every prefix when they write XML again.',
    },
    remedy: sendTheSignedBytes,
  },
  'replacement-characters': {
    ...hint,
    title: {
      kk: 'Мәтінде «????» немесе U+FFFD бар: әріптер жоғалған',
      ru: 'В тексте стоят «????» или U+FFFD: буквы потеряны',
      en: 'The text holds "????" or U+FFFD: letters were lost',
    },
    explanation: {
      kk: 'Мәтін кириллицасы жоқ кодтау арқылы өткен, оны кері қайтару мүмкін емес.',
      ru: 'Текст прошёл через кодировку без кириллицы; восстановить его нельзя.',
      en: 'The text went through a character set that lacks its letters; that cannot be undone.',
    },
    remedy: {
      kk: 'Барлық жерде UTF-8 деп анық көрсетіңіз.',
      ru: 'Всюду указывайте UTF-8 явно.',
      en: 'Name UTF-8 everywhere.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>
