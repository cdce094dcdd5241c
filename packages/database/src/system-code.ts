/** `ENOSPC`, `ECONNREFUSED` …: the name of a failed system call's error, or undefined for other errors. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}
