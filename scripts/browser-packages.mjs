// Plain JavaScript: this file runs on the machine's own Node (18 or later).
import { installMissing } from './interop-packages.mjs'

/** Debian's Chromium; playwright-core brings no browser of its own. The fonts have the letters of Kazakh. */
const programs = [
  { package: 'chromium', command: ['/usr/bin/chromium', '--version'] },
  { package: 'fonts-noto-core', command: ['test', '-d', '/usr/share/fonts/truetype/noto'] },
]

export const prepareBrowser = () => installMissing('browser', programs)
