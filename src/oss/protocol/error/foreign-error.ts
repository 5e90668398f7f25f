/** An error of a request in another vendor's language, which is answered as that vendor does. */
import type { Dialect } from '../../../dialects/dialect.ts';
import type { ProcessError } from '../../../core/spec/error.ts';
import type { OssError } from './oss-error.ts';

/** Carries the error, and who says it. */
export class ForeignError extends Error {
  readonly error: OssError | ProcessError;
  readonly dialect: Pick<Dialect, 'refuse'>;
  readonly key: string;

  constructor(error: OssError | ProcessError, dialect: Pick<Dialect, 'refuse'>, key: string) {
    super(error.message);
    this.error = error;
    this.dialect = dialect;
    this.key = key;
  }
}
