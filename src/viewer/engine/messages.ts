/** What the page and its engine tell each other. */

/** A picture that is in the page, and what is made of it. */
export interface EngineQuestion {
  readonly file: Blob;
  /** Text after `x-oss-process=`. */
  readonly process: string;
  /** Where picture marks are looked for. */
  readonly bucket: string;
}

/** The result, and what is told of its making. */
export interface EngineAnswer {
  readonly blob: Blob;
  readonly plan: Readonly<Record<string, string>>;
}

/** What the engine refused, as the service would. */
export interface EngineRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly ec: string | undefined;
}

/** An answer to the question of that number. */
export type EngineReply =
  | { readonly id: number; readonly answer: EngineAnswer }
  | { readonly id: number; readonly refusal: EngineRefusal };
