/** What a migration needs of its two ends. */
import type { Readable } from 'node:stream';
import { type ObjectAttributes, SETTINGS_NAMES, type SettingsName, type Style } from '../../src/oss/ports.ts';

/** An object as a listing tells it. */
export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As the source spells it, without quotes; another one means other bytes. */
  readonly etag: string;
  readonly modified: Date;
  /** `Normal`, `Multipart`, `Appendable` or `Symlink`. */
  readonly kind: string;
  /** `Standard`, `IA`, `Archive`, … */
  readonly storageClass: string;
}

/** An object to be written. The body is read once, and must be destroyed when it is not. */
export interface Opened {
  readonly key: string;
  readonly size: number;
  /** Of what was opened: the object may have changed since it was listed. */
  readonly etag: string;
  readonly attributes: ObjectAttributes;
  /** MD5 of the bytes in Base64, where the source knows it: the target checks it. */
  readonly md5: string | undefined;
  readonly body: Readable;
  /** A part of the same version. */
  range(offset: number, length: number): Promise<Readable>;
}

/** A document of the bucket's own, by the sub-resource under which it is told. */
export interface Document {
  readonly name: Exclude<SettingsName, 'img'>;
  readonly xml: string;
}

/** Every document that a bucket may have. What `img` told of the legacy channel, `processConfiguration` tells. */
export const DOCUMENTS = SETTINGS_NAMES.filter((name) => name !== 'img');

/** An object or a document (`?website`), and why it is not as it was meant to be. */
export interface Failure {
  readonly key: string;
  readonly reason: string;
}

/** Who may read an object, and the tags by which rules and rights name it. */
export type Rights = Pick<ObjectAttributes, 'acl' | 'tags'>;

/** What lies at a key of the target. */
export interface Stored {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: Date;
  /** CRC-64 as a decimal number, where the target knows it. */
  readonly crc64: string | undefined;
  rights(): Promise<Rights>;
}

/** Where objects come from. */
export interface Source {
  /** In any order; each key once. */
  list(): AsyncIterable<Listed>;
  /** Rejects with an error of status 404 when there is no such object any more. */
  open(object: Listed): Promise<Opened>;
  /** CRC-64 of an object, where the source knows it. */
  crc64(key: string): Promise<string | undefined>;
  rights(object: Listed): Promise<Rights>;
  /** In order of creation. */
  styles(): Promise<readonly Style[]>;
  documents(): Promise<readonly Document[]>;
}

/** Where they go. Methods reject when anything is not as it should be. */
export interface Target {
  /** Bytes of the largest object. */
  readonly largest: number;
  /** What is put before each key. */
  readonly prefix: string;
  /** Gives the ETag under which it lies there; undefined when the target does not tell. */
  put(object: Opened): Promise<string | undefined>;
  head(key: string): Promise<Stored | undefined>;
  /** Whether a caller of the service deleted it there, and it shall not come back. */
  wasDeleted(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  putStyles(styles: readonly Style[]): Promise<void>;
  /** Gives those that the target does not take. A dry run writes nothing, and gives those of which it knows that beforehand. */
  putDocuments(documents: readonly Document[], dry: boolean): Promise<readonly Failure[]>;
}
