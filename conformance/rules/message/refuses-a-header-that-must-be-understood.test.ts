import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { accepts, refuses } from '../../live/speak.ts'

const header = (attributes: string): string => `<a:a xmlns:a="urn:a" ${attributes}/>${security()}`

test('an unknown header for us is refused', async () => {
  await refuses(
    forge(envelope({ header: header('soap:mustUnderstand="1"') })),
    'soap-must-understand',
  )
})

test('one that may be ignored, or is for somebody else, is ignored', async () => {
  await accepts(forge(envelope({ header: header('') })))
  await accepts(forge(envelope({ header: header('soap:mustUnderstand="0"') })))
  await accepts(
    forge(envelope({ header: header('soap:mustUnderstand="1" soap:actor="urn:somebody"') })),
  )
})

test('a mustUnderstand that is neither yes nor no is refused', async () => {
  await refuses(forge(envelope({ header: header('soap:mustUnderstand="2"') })), 'soap-structure')
})

test('wsse:Security that must be understood is understood', async () => {
  await accepts(forge(envelope({ header: security('{signature}', ' soap:mustUnderstand="1"') })))
})
