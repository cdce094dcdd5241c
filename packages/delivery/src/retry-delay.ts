const firstSeconds = 2
const longestSeconds = 15 * 60

/** 2 s, 4 s, 8 s … 15 min, spread by ±20 % so that receivers are not hit in step. */
export function retryDelaySeconds(failures: number, random: () => number = Math.random): number {
  const seconds = Math.min(firstSeconds * 2 ** Math.min(failures - 1, 20), longestSeconds)
  return seconds * (0.8 + 0.4 * random())
}
