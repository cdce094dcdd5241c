/** What keeps the demo from starting and is the reader's to mend: one sentence, told without a stack. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
}
