import { scan } from '@arna/xml'
import { signEnveloped } from '@arna/xml-security'
import type { Member } from './world.ts'
import { signerOf, world } from './speak.ts'

export const person = '<person xmlns="urn:person"><iin>850505300456</iin></person>'

/** The document with the signature of its own that members put into payloads. */
export const signPayload = (
  xml: string = person,
  by: Pick<Member, 'key' | 'certificate'> = world.members.client,
): string => signEnveloped(scan(Buffer.from(xml)), signerOf(by)).toString()
