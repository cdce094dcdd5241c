/** One way to keep jobs in PostgreSQL; the figure drives all of them alike. */
export interface JobQueue {
  readonly name: string
  /** Resolves when the job is durable. */
  enqueue(): Promise<string>
  /** From now on jobs are claimed and completed; each completed one is told. */
  work(completed: (id: string) => void): Promise<void>
  /** Jobs that are not completed. */
  left(): Promise<number>
  close(): Promise<void>
}

/** Of each, in one process. */
export const mostConnections = 16
/** What the gateway's courier claims at a time, and what it may have in hands of one service. */
export const atOnce = 20
export const mostInHands = 60
