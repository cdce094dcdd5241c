import type { FaultGroup } from './definition.ts'

const refused = { party: 'sender', retry: false, soap: 'Client', http: 500 } as const
const undelivered = { party: 'provider', retry: false, soap: 'Server', http: 500 } as const
const held = { party: 'operator', retry: false, soap: 'Server', http: 500 } as const

/** The asynchronous channel: what its door refuses, and how a delivery can fail. The latter stands in a status, not in a fault. */
export const asynchronousFaults = {
  'channel-not-served': {
    ...refused,
    shep: 'SCE004',
    title: {
      kk: 'Бұл сервис осы арнада көрсетілмейді',
      ru: 'Этот сервис не обслуживается этим каналом',
      en: 'The service is not on this channel',
    },
    remedy: {
      kk: 'Жіберушіге: serviceId мәнін сервистер тізілімімен салыстырыңыз; хабарламаны сервис тіркелген арнаның (синхронды не асинхронды) мекенжайына жіберіңіз.',
      ru: 'Отправителю: сверьте serviceId с реестром сервисов; отправляйте сообщение на адрес того канала (синхронного или асинхронного), для которого сервис зарегистрирован.',
      en: 'Sender: compare the serviceId with the registry of services; send the message to the address of the channel, synchronous or asynchronous, that the service is registered for.',
    },
  },
  'correlation-missing': {
    ...refused,
    shep: 'SCE001',
    title: {
      kk: 'Хабарлама тізбегінің идентификаторы (correlationId) көрсетілмеген',
      ru: 'Не указан идентификатор цепочки сообщений (correlationId)',
      en: 'The id of the chain (correlationId) is missing',
    },
    remedy: {
      kk: 'Жіберушіге: RESPONSE, NOTIFICATION және UPDATE хабарламаларында шлюз берген correlationId мәнін көрсетіңіз; тізбекті REQUEST қана ашады.',
      ru: 'Отправителю: в сообщениях RESPONSE, NOTIFICATION и UPDATE указывайте correlationId, присвоенный шлюзом; новую цепочку открывает только REQUEST.',
      en: 'Sender: give the correlationId that the gateway assigned in every RESPONSE, NOTIFICATION and UPDATE; only a REQUEST opens a new chain.',
    },
  },
  'chain-unknown': {
    ...refused,
    shep: 'ARN501',
    title: {
      kk: 'Мұндай хабарламалар тізбегі жоқ немесе бұл хабарлама оған жатпайды',
      ru: 'Такой цепочки сообщений нет или это сообщение к ней не относится',
      en: 'There is no such chain of messages, or this message is no part of it',
    },
    remedy: {
      kk: 'Жіберушіге: correlationId, serviceId және senderId мәндерін шлюз берген хабарламамен салыстырыңыз; тізбекке оның қатысушылары ғана, сол сервис бойынша жаза алады.',
      ru: 'Отправителю: сверьте correlationId, serviceId и senderId с сообщением, полученным от шлюза; писать в цепочку могут только её участники и только по тому же сервису.',
      en: 'Sender: compare correlationId, serviceId and senderId with the message that the gateway gave you; only the parties of a chain may write into it, and only for its service.',
    },
  },
  'message-unknown': {
    ...refused,
    shep: 'ARN502',
    title: {
      kk: 'Мұндай хабарлама жоқ немесе ол бұл жүйеге тиесілі емес',
      ru: 'Такого сообщения нет или оно не относится к этой системе',
      en: 'There is no such message, or it is not of this system',
    },
    remedy: {
      kk: 'Жіберушіге: шлюз өзі берген messageId мәнін көрсетіңіз; күйді хабарламаны жіберген жүйе сұрайды, жеткізілгені туралы хабарды оны алған жүйе береді.',
      ru: 'Отправителю: указывайте messageId, присвоенный шлюзом; статус запрашивает отправившая система, уведомление о доставке присылает получившая.',
      en: 'Sender: give the messageId that the gateway assigned; the status is asked for by the system that sent the message, its delivery is confirmed by the one that received it.',
    },
  },
  'delivery-ended': {
    ...refused,
    shep: 'ARN503',
    title: {
      kk: 'Бұл хабарламаны жеткізу басқа нәтижемен аяқталып қойған',
      ru: 'Доставка этого сообщения уже завершена с другим итогом',
      en: 'The delivery of this message has already ended otherwise',
    },
    remedy: {
      kk: 'Жіберушіге: бірінші берілген нәтиже күшінде қалады; хабарлама қайта қажет болса, оны жіберген жүйеден жаңасын сұраңыз.',
      ru: 'Отправителю: в силе остаётся первый итог; если сообщение нужно ещё раз, попросите отправившую систему прислать новое.',
      en: 'Sender: the first outcome stands; if you need the message again, ask the system that sent it for a new one.',
    },
  },
  'delivery-expired': {
    ...undelivered,
    retry: true,
    shep: 'ARN504',
    title: {
      kk: 'Хабарлама белгіленген мерзімде жеткізілмеді',
      ru: 'Сообщение не доставлено за отведённый срок',
      en: 'The message was not delivered within its time',
    },
    remedy: {
      kk: 'Алушыға: қабылдау мекенжайының жұмысын тексеріңіз немесе хабарламаларды getMessages арқылы уақытында алыңыз және қабылдағаныңызды растаңыз. Жіберушіге: алушымен хабарласып, жаңа хабарлама жіберіңіз.',
      ru: 'Получателю: проверьте работу адреса приёма или вовремя забирайте сообщения через getMessages и подтверждайте приём. Отправителю: свяжитесь с получателем и отправьте новое сообщение.',
      en: 'Receiver: check the address that you receive at, or fetch messages by getMessages in time and confirm them. Sender: talk to the receiver and send a new message.',
    },
  },
  'receiver-refused': {
    ...undelivered,
    shep: 'ARN505',
    title: {
      kk: 'Алушы хабарламаны қабылдамады',
      ru: 'Получатель не принял сообщение',
      en: 'The receiver did not accept the message',
    },
    remedy: {
      kk: 'Жіберушіге: алушы атаған себеп (ол болса) хабардың error ішінде; оны жойып, жаңа хабарлама жіберіңіз немесе алушыға хабарласыңыз.',
      ru: 'Отправителю: причина, если получатель её назвал, находится в error уведомления; устраните её и отправьте новое сообщение либо обратитесь к получателю.',
      en: 'Sender: the cause, if the receiver named one, stands in error of the notification; remove it and send a new message, or ask the receiver.',
    },
  },
  'delivery-stopped': {
    ...held,
    shep: 'ARN506',
    title: {
      kk: 'Шлюз операторы хабарламаны жеткізуді тоқтатты',
      ru: 'Оператор шлюза остановил доставку сообщения',
      en: 'The operator of the gateway stopped the delivery of the message',
    },
    remedy: {
      kk: 'Жіберушіге: себебін шлюз операторынан біліңіз; хабарлама әлі қажет болса, жаңасын жіберіңіз.',
      ru: 'Отправителю: узнайте причину у оператора шлюза; если сообщение всё ещё нужно, отправьте новое.',
      en: 'Sender: ask the operator of the gateway for the reason; if the message is still needed, send a new one.',
    },
  },
  'delivery-held': {
    ...held,
    retry: true,
    shep: 'ARN507',
    title: {
      kk: 'Қосылу немесе сервис уақытша тоқтатылған, хабарлама күтіп тұр',
      ru: 'Подключение или сервис приостановлены, сообщение ожидает',
      en: 'The connection or the service is suspended, and the message waits',
    },
    remedy: {
      kk: 'Операторға: кедергі жойылған соң қосылуды не сервисті қайта ашыңыз. Жіберушіге: хабарламаны қайталамаңыз, ол мерзімі өткенше өзі жеткізіледі.',
      ru: 'Оператору: возобновите подключение или сервис, когда причина устранена. Отправителю: не повторяйте сообщение, оно будет доставлено само, пока не истёк его срок.',
      en: 'Operator: resume the connection or the service when the cause is removed. Sender: do not send the message again, it will be delivered by itself while its time lasts.',
    },
  },
  'status-not-told': {
    ...refused,
    soap: 'Server',
    shep: 'ARN508',
    title: {
      kk: 'Хабарлама күйінің өзгергені туралы хабар 24 сағат ішінде тапсырылмады',
      ru: 'Уведомление об изменении статуса сообщения не удалось передать за 24 часа',
      en: 'The change of the status could not be told to the sender within 24 hours',
    },
    remedy: {
      kk: 'Жіберушіге: хабарлар қабылданатын мекенжайды түзетіңіз (changeMassageStatusNotification); хабарламаның күйін getMessageStatus арқылы біліңіз.',
      ru: 'Отправителю: исправьте адрес приёма уведомлений (changeMassageStatusNotification); статус сообщения узнайте через getMessageStatus.',
      en: 'Sender: mend the address that takes notifications (changeMassageStatusNotification); ask for the status of the message by getMessageStatus.',
    },
  },
  'receiver-unknown': {
    ...held,
    shep: 'ARN509',
    title: {
      kk: 'Хабарлама алушысы енді тіркелмеген немесе оған жеткізетін жол жоқ',
      ru: 'Получатель сообщения больше не зарегистрирован или до него нет пути доставки',
      en: 'The receiver of the message is no longer registered, or there is no way to reach it',
    },
    remedy: {
      kk: 'Операторға: тізілімде алушының қабылдау мекенжайын көрсетіңіз немесе оған хабарламаларды getMessages арқылы алуға рұқсат беріңіз. Жіберушіге: шлюз операторына хабарласыңыз.',
      ru: 'Оператору: укажите в реестре адрес приёма получателя или разрешите ему забирать сообщения через getMessages. Отправителю: обратитесь к оператору шлюза.',
      en: 'Operator: register an address that the receiver is pushed to, or let it fetch its messages by getMessages. Sender: tell the operator of the gateway.',
    },
  },
} as const satisfies FaultGroup
