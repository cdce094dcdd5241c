import type { Texts } from './definition.ts'

/** What a status says of a delivery that goes well. */
export interface DeliveryStatusDefinition {
  /** The statusCode on the wire: SCSS001 of SHEP, or one of our own, since SHEP's others are not public. */
  readonly shep: string
  readonly state: 'ON_DELIVERY' | 'DELIVERED'
  readonly title: Texts
}

const all = {
  waiting: {
    shep: 'ARN510',
    state: 'ON_DELIVERY',
    title: {
      kk: 'Хабарлама қабылданды, алушыға жеткізілуін күтіп тұр',
      ru: 'Сообщение принято и ожидает доставки получателю',
      en: 'The message is accepted and waits for its receiver',
    },
  },
  'handed-over': {
    shep: 'ARN511',
    state: 'ON_DELIVERY',
    title: {
      kk: 'Хабарлама алушыға тапсырылды, оның растауы күтілуде',
      ru: 'Сообщение передано получателю, ожидается его подтверждение',
      en: 'The receiver has the message, its notification is awaited',
    },
  },
  delivered: {
    shep: 'SCSS001',
    state: 'DELIVERED',
    title: {
      kk: 'Хабарлама жеткізілді, алушы оны қабылдады',
      ru: 'Сообщение доставлено и принято получателем',
      en: 'The message is delivered and accepted by its receiver',
    },
  },
} as const satisfies Readonly<Record<string, DeliveryStatusDefinition>>

export type DeliveryStatusWord = keyof typeof all

export const deliveryStatuses: Readonly<Record<DeliveryStatusWord, DeliveryStatusDefinition>> = all
