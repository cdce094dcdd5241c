// Writes docs/protocol/faults.md from the fault dictionary.
import { writeFileSync } from 'node:fs'
import { faultsPage } from '@arna/message'

writeFileSync(new URL('../docs/protocol/faults.md', import.meta.url), faultsPage())
