/** What is done after the answer. */

/** Something to be done. */
export interface Task {
  /** Name of the bucket that keeps what it is. */
  readonly bucket: string;
  readonly id: string;
}

/** A queue of tasks, each of which is delivered at least once. */
export interface Tasks {
  add(task: Task): Promise<void>;
}
