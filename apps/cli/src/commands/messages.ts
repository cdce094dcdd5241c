import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AsyncMessage, dateTime, type GetMessagesResponse } from '@arna/message'
import { type Door, fetchMessages, sayDelivered } from '@arna/sdk'
import type { Command, Context } from '../command.ts'
import { type Given, whole } from '../command-line.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import { writeNew } from '../files.ts'
import { asyncMemberOptions, complaintAbout, doorOf, knownOf, memberValues } from '../member.ts'
import { contentOf, isText, writeContent } from '../payload-content.ts'
import { tellRefusal } from '../refusal.ts'

type Verdict = 'accept' | 'refuse' | undefined

/** `arna messages`: what a member fetches by getMessages, and what it thinks of it. */
export const messages: Command = {
  name: 'messages',
  summary: 'fetch what waits for a member on the asynchronous channel',
  words: '[SERVICE]',
  wordCount: [0, 1],
  options: {
    ...asyncMemberOptions,
    'message-id': { value: 'ID', help: 'only this message, also when it was fetched before' },
    'correlation-id': { value: 'ID', help: 'only those of this chain' },
    amount: { value: 'N', help: 'so many at most; 20 when left out, 100 at most' },
    out: { value: 'FOLDER', help: 'write each payload into a file there, named by its messageId' },
    accept: { help: 'confirm each (sendDeliveryNotification, MESSAGE_ACCEPTED)' },
    refuse: { help: 'refuse each (MESSAGE_NOT_ACCTEPTED): its sender is told NOT_DELIVERED' },
    resend: { help: 'with --refuse: it is to come again' },
    reason: { value: 'TEXT', help: 'with --refuse: the sender reads it' },
  },
  examples: [
    ['arna messages --accept', 'answers of the demo service to the demo client'],
    ['arna messages SomeService --out inbox --accept', 'into a folder, then confirmed'],
    [
      'arna messages SomeService --message-id 4711 --refuse --reason "no such person"',
      'one of them',
    ],
  ],
  notes: `Payloads go to stdout, what they are to stderr. What is fetched stays with the member for a while (5 minutes unless the service
says otherwise) and comes again if it is neither accepted nor refused. Payloads are written before they are confirmed.`,
  async run(given, context) {
    const verdict = verdictOf(given)
    const amount = amountOf(given)
    const known = knownOf(given, context, 'async')
    const told = whole(
      [['SERVICE', given.positionals[0] ?? known.serviceId], ...memberValues(given, known)],
      complaintAbout,
    )
    const door = doorOf(given, told)
    const messageId = given.text('message-id')
    const correlationId = given.text('correlation-id')
    let fetched: GetMessagesResponse
    try {
      fetched = await fetchMessages(door, {
        serviceId: told.SERVICE,
        ...(messageId !== undefined && { messageId }),
        ...(correlationId !== undefined && { correlationId }),
        ...(amount !== undefined && { amount }),
      })
    } catch (error) {
      return tellRefusal(error, context, { url: door.url, hint: '' })
    }
    keep(fetched.messages, given, context)
    for (const message of fetched.messages) {
      try {
        await judge(message, verdict, door, given)
      } catch (error) {
        const hint = '; what is not confirmed comes again'
        // The one value that programs read is written already.
        if (context.json) throw new Failure(`${headOf(message)}: ${messageOf(error)}${hint}`)
        return tellRefusal(error, context, { url: door.url, hint })
      }
    }
    if (!context.json) tellCount(fetched.messages.length, verdict, context)
    return 0
  },
}

function verdictOf(given: Given): Verdict {
  const isAccepted = given.flag('accept')
  const isRefused = given.flag('refuse')
  if (isAccepted && isRefused) throw new UsageError('either --accept or --refuse')
  const alien = ['resend', 'reason'].find((name) => given.flag(name))
  if (!isRefused && alien !== undefined) throw new UsageError(`--${alien} is for --refuse`)
  return isAccepted ? 'accept' : isRefused ? 'refuse' : undefined
}

function amountOf(given: Given): number | undefined {
  const text = given.text('amount')
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new UsageError(`--amount ${text}: a number from 1 to 100`)
}

/** On the disk or on stdout, before anybody is told that it is safe. */
function keep(all: readonly AsyncMessage[], given: Given, context: Context): void {
  const folder = given.text('out')
  if (folder !== undefined) {
    try {
      mkdirSync(folder, { recursive: true })
    } catch (error) {
      throw new Failure(`cannot write ${folder}: ${messageOf(error)}`)
    }
  }
  if (context.json) context.write(`${JSON.stringify(all.map(asJson), null, 2)}\n`)
  for (const message of all) {
    if (!context.json) context.say(headOf(message))
    const content = contentOf(message.data)
    if (folder === undefined) {
      if (!context.json) writeContent(content, context)
      continue
    }
    const path = join(folder, fileNameOf(message))
    // The same message again is the same file again.
    writeNew([{ path, content, mode: 0o600 }], true)
    if (!context.json) context.say(`wrote ${path}`)
  }
}

const headOf = ({
  messageId,
  correlationId,
  messageType,
  sender,
  messageDate,
}: AsyncMessage): string =>
  `${messageType} ${messageId ?? 'without messageId'} of chain ${correlationId ?? 'not told'} from ${sender.senderId}, ${messageDate}`

/** Whatever a gateway calls its messages, the name stays in the folder. */
function fileNameOf({ messageId = '', data }: AsyncMessage): string {
  const name = messageId.replaceAll(/[^\w-]/g, '_') || 'message'
  return `${name}.${isText(data) ? 'txt' : 'xml'}`
}

async function judge(
  { messageId, serviceId }: AsyncMessage,
  verdict: Verdict,
  door: Door,
  given: Given,
): Promise<void> {
  if (verdict === undefined || messageId === undefined) return
  const isAccepted = verdict === 'accept'
  await sayDelivered(door, {
    messageId,
    serviceId,
    isAccepted,
    ...(!isAccepted && {
      isToBeResent: given.flag('resend'),
      error: {
        errorCode: 'REFUSED',
        errorMessage: given.text('reason') ?? 'not accepted by the receiver',
        errorDate: dateTime(new Date()),
      },
    }),
  })
}

function tellCount(count: number, verdict: Verdict, context: Context): void {
  if (count === 0) context.say('nothing waits')
  else if (verdict === undefined) {
    context.say(`${count} fetched, not confirmed: give --accept or --refuse, or they come again`)
  } else context.say(`${count} fetched and ${verdict === 'accept' ? 'accepted' : 'refused'}`)
}

function asJson({ data, sender, ...info }: AsyncMessage): unknown {
  return { ...info, sender: sender.senderId, data: contentOf(data).toString() }
}
