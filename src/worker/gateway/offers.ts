/**
 * Formats by what the caller accepts: the first of them in which a picture can be made, and never one that is known to be
 * larger than the picture in its own format. What came of an offer is remembered.
 */
import { ProcessError } from '../../core/spec/error.ts';
import { type Format, OFFERED } from '../../core/spec/source.ts';
import { createRecent } from '../storage/recent.ts';
import type { PictureRequest } from '../wire/address.ts';
import type { Received } from '../wire/response.ts';

/** Chooses among formats. */
export interface Offers {
  /**
   * What `ask` gives for the best of the formats that an `Accept` header names, or for the picture's own, `''`. `picture`
   * names the picture whatever its format is. Throws what `ask` throws for its own format.
   */
  best(
    picture: string,
    accept: string | undefined,
    ask: (format: PictureRequest['offer']) => Promise<Received>,
  ): Promise<Received>;
}

/** Pictures whose sizes are remembered, and for how many seconds. */
const CAPACITY = 1024;
const SECONDS = 24 * 3600;
/** The size of a picture that its format does not hold. */
const NEVER = Infinity;

/** Makes an isolate's memory of offers. */
export function createOffers(): Offers {
  const sizes = createRecent<number>(CAPACITY);
  const sizeOf = (picture: string, format: string): number | undefined =>
    sizes.get(`${format} ${picture}`)?.value;
  const remember = (picture: string, format: string, size: number) =>
    sizes.set(`${format} ${picture}`, size, SECONDS);

  /** Undefined when it cannot be made, or is larger. */
  async function offer(picture: string, format: Format, ask: Ask): Promise<Received | undefined> {
    const most = sizeOf(picture, '') ?? NEVER;
    if ((sizeOf(picture, format) ?? 0) > most) return undefined;
    try {
      const received = await ask(format);
      remember(picture, format, received.size);
      if (received.size <= most) return received;
      await received.body.cancel();
    } catch (error) {
      if (!isUnfit(error)) throw error;
      remember(picture, format, NEVER);
    }
    return undefined;
  }

  return {
    async best(picture, accept, ask) {
      for (const format of accept === undefined ? [] : acceptedFormats(accept)) {
        if (sizeOf(picture, format) === NEVER) continue;
        const received = await offer(picture, format, ask);
        if (received) return received;
      }
      const own = await ask('');
      remember(picture, '', own.size);
      return own;
    },
  };
}

type Ask = Parameters<Offers['best']>[2];

/** True for a refusal that the picture's own format may not meet: one of sides, of movement, of memory. */
function isUnfit(error: unknown): boolean {
  return error instanceof ProcessError && error.status < 500;
}

/**
 * The offered formats that an `Accept` header names with a weight above 0 (RFC 9110, section 12.5.1), in our order;
 * wildcards name none.
 */
export function acceptedFormats(accept: string): Format[] {
  const named = accept.split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  return OFFERED.filter((format) =>
    named.some(([type, ...parameters]) => type === `image/${format}` && !parameters.some(isZero)),
  );
}

function isZero(parameter: string): boolean {
  return /^q\s*=\s*0(\.0*)?$/.test(parameter);
}
