/** Rows whose columns stand under each other; the last one is as long as it is. Numbers stand to the right. */
export function columns(
  rows: readonly (readonly string[])[],
  toTheRight: ReadonlySet<number>,
): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        toTheRight.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}
