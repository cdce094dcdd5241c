import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Database } from '@arna/database'
import { deliveryMoves, numberOf } from '@arna/delivery'
import type { Journal } from '@arna/journal'
import { type Contour, contours } from '@arna/registry'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { databaseOption } from './database.ts'
import { demoGateway, demoPublicationKey } from './demo-folder.ts'
import { UsageError } from './failure.ts'
import { asOption, demoOption, journalUrl, journalUrls, withJournal } from './journal-place.ts'
import { readPublicPublicationKey } from './registry-place.ts'

/** Of every command that looks at what waits. */
export const queueOptions: OptionSpecs = {
  database: databaseOption,
  demo: demoOption,
  contour: { value: 'inner|outer', help: 'only this one; told by --demo' },
  key: {
    value: 'FILE',
    help: 'publication key, public half: tells from the registry what holds messages',
  },
}

/** Of every command that acts on it. */
export const actOptions: OptionSpecs = {
  ...queueOptions,
  yes: { help: 'more than one message is meant' },
  as: asOption,
}

/** Of those that take messages by their numbers or all at once. */
export const selectionOptions: OptionSpecs = {
  receiver: { value: 'ID', help: 'all that waits for this system (senderId)' },
  service: { value: 'ID', help: 'all that waits of this service (serviceId)' },
}

/** The one that is asked for; undefined for all. */
export function contourOf(given: Given): Contour | undefined {
  const demo = given.text('demo')
  const told = given.oneOf('contour', contours)
  if (demo === undefined) return told
  const { contour } = demoGateway(demo)
  if (told === undefined || told === contour) return contour
  throw new UsageError(`--demo ${demo} is a gateway of the ${contour} contour: leave out --contour`)
}

/** What the registry is believed by; the demo's is known. */
export function publicationKeyOf(given: Given, context: Context): KeyObject | undefined {
  const file = given.text('key')
  if (file !== undefined) return readPublicPublicationKey(file)
  if (!journalUrls(given, context).ofDemo) return undefined
  const ofDemo = demoPublicationKey(context.config)
  return existsSync(ofDemo) ? readPublicPublicationKey(ofDemo) : undefined
}

export function messageIdOf(text: string): number {
  const id = numberOf(text)
  if (id !== undefined) return id
  throw new UsageError(
    `${text} is no messageId of the asynchronous channel: these are numbers, given by the gateway`,
  )
}

/** The moves of deliveries stand in the journal, in a chain of this command's own. */
export function withDeliveries<Result>(
  given: Given,
  context: Context,
  work: (journal: Journal, database: Database) => Promise<Result>,
): Promise<Result> {
  const { url, ofDemo } = journalUrl(given, context)
  return withJournal(url, work, { ofDemo, companions: deliveryMoves })
}
