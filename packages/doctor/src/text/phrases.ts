import type { Language } from '@arna/message'

interface Phrases {
  readonly accepted: string
  readonly refused: string
  readonly stage: string
  readonly leftOut: string
  readonly remedy: string
  readonly signed: string
  readonly received: string
  place(line: number, column: number, offset: number): string
  difference(offset: number, line: number): string
}

/** What stands around findings, in text and on pages. */
export const phrases: Readonly<Record<Language, Phrases>> = {
  kk: {
    accepted: 'Тексерілгенінше, шлюз бұл хабарламаны қабылдар еді.',
    refused: 'Шлюз бұл хабарламаны қабылдамайды.',
    stage: 'Кезең',
    leftOut: 'Тексерілмегені:',
    remedy: 'Не істеу керек:',
    signed: 'қол қойылған',
    received: 'келген',
    place: (line, column, offset) => `${line}-жол, ${column}-таңба (${offset}-байт)`,
    difference: (offset, line) =>
      `Канондық пішіндегі бірінші айырмашылық: ${offset}-байттан кейін, ${line}-жол`,
  },
  ru: {
    accepted: 'Насколько это проверено, шлюз принял бы это сообщение.',
    refused: 'Шлюз откажет в приёме этого сообщения.',
    stage: 'Этап',
    leftOut: 'Не проверялось:',
    remedy: 'Что делать:',
    signed: 'подписано',
    received: 'пришло',
    place: (line, column, offset) => `строка ${line}, символ ${column} (байт ${offset})`,
    difference: (offset, line) =>
      `Первое различие в канонической форме: после байта ${offset}, строка ${line}`,
  },
  en: {
    accepted: 'As far as it was checked, the gateway would accept this message.',
    refused: 'The gateway would refuse this message.',
    stage: 'Stage',
    leftOut: 'Not checked:',
    remedy: 'What to do:',
    signed: 'signed',
    received: 'received',
    place: (line, column, offset) => `line ${line}, column ${column} (byte ${offset})`,
    difference: (offset, line) =>
      `First difference in canonical form: after byte ${offset}, line ${line}`,
  },
}
