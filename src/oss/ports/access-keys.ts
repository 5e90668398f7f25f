/** Who signs requests, and what they may do. */

/** What a key may do. `styles` covers styles and the console settings. */
export type Permission = 'read' | 'write' | 'styles';

/** One access key; a key with a token is temporary and only valid together with it. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly token?: string | undefined;
  /** The token's end. */
  readonly expires?: Date | undefined;
  readonly permissions: readonly Permission[];
  /** Names of buckets; undefined is all. */
  readonly buckets?: readonly string[] | undefined;
}

export interface AccessKeys {
  find(id: string): AccessKey | undefined;
}
