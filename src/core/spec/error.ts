/**
 * Everything a caller can do wrong ends in a ProcessError; one place turns it into an answer.
 */

import type { Sentence } from './sentence.ts';

/** OSS error codes that image processing answers with. */
export type ErrorCode =
  | 'AccessDenied'
  | 'BadRequest'
  | 'BadWebPImage'
  | 'ImageTooLarge'
  | 'InvalidArgument'
  | 'MemLimitExceeded'
  | 'MissingArgument'
  | 'NoSuchKey'
  | 'NoSuchStyle'
  | 'NotImplemented'
  | 'ServiceUnavailable'
  | 'WatermarkError';

const STATUS: Record<ErrorCode, number> = {
  AccessDenied: 403,
  BadRequest: 400,
  BadWebPImage: 400,
  ImageTooLarge: 400,
  InvalidArgument: 400,
  MemLimitExceeded: 400,
  MissingArgument: 400,
  NoSuchKey: 404,
  NoSuchStyle: 404,
  NotImplemented: 501,
  ServiceUnavailable: 503,
  WatermarkError: 400,
};

/** What an error says beyond its code and sentence. */
export interface ErrorDetail {
  /** OSS sub-code, `0040-00000312`. */
  readonly ec?: string | undefined;
  /** The parameter at fault and the value it had. */
  readonly parameter?: string | undefined;
  readonly value?: string | undefined;
  /** The operation the parameter is of, and what it accepts: for people, no part of the API's answer. */
  readonly operation?: string | undefined;
  readonly expected?: Sentence | undefined;
}

/** A refusal with its OSS code, HTTP status, sentence and, where the vendor names one, sub-code (EC). */
export class ProcessError extends Error {
  override readonly name = 'ProcessError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.code = code;
    this.status = STATUS[code];
    this.detail = detail;
  }
}

/** The sentence OSS uses for every unacceptable value. */
export function invalid(parameter: string, value: string, ec?: string): ProcessError {
  return new ProcessError('InvalidArgument', `The value: ${value} of parameter: ${parameter} is invalid.`, {
    ec,
    parameter,
    value,
  });
}

/** OSS offers this with another service of its own, which looks at what a picture shows. */
export function notOffered(what: string): ProcessError {
  return new ProcessError('NotImplemented', `${what} is not offered: faces and scenes are not recognised.`);
}

/** The bytes are no picture this service reads. */
export function unsupportedFormat(): ProcessError {
  return new ProcessError('BadRequest', 'This image format is not supported.', { ec: '0040-00000005' });
}

/** The bytes claim a format and then break its rules so early that nothing can be shown. */
export function damaged(what: string, ec = '0040-00000005'): ProcessError {
  return new ProcessError('BadRequest', `The image file may be damaged: ${what}.`, { ec });
}

/** The picture takes more memory than there is, or than was promised to it. */
export function memoryExceeded(message: string): ProcessError {
  return new ProcessError('MemLimitExceeded', message, { ec: '0040-00000012' });
}
