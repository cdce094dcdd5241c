import { arnaVerifyAndSign } from '../arna.ts'
import type { Figure } from '../figure.ts'
import { nodeCrypto } from '../peers.ts'
import { race } from '../race.ts'
import { compare } from '../row.ts'

/** What one exchange costs beside the arithmetic that nobody can save: 1 would mean that XML is free. */
export const verifyAndSign: Figure = {
  ids: ['verify-sign-2k'],
  async measure({ sender }) {
    const message = sender.message(2 * 1024)
    const [arna, floor] = await race([
      { ...arnaVerifyAndSign(sender), message },
      { ...nodeCrypto(sender.keyPath), message },
    ])
    return [
      compare(
        {
          id: 'verify-sign-2k',
          figure: 'verify a request and sign its answer, Bodies of 2 KB',
          unit: 'exchanges/s per core',
          peer: `floor: 2 × SHA-256, RSA-2048 verify and sign (${floor!.name})`,
          target: 0.75,
          better: 'higher',
        },
        arna!.perSecond,
        floor!.perSecond,
      ),
    ]
  },
}
