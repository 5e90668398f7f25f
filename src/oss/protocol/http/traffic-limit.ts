/** How fast one request may be (`x-oss-traffic-limit`, header or parameter): its bodies wait for their turn. */
import type { Clock } from '../../ports.ts';
import type { Query } from '../text/query.ts';
import { invalidArgument } from '../error/errors.ts';

export const TRAFFIC_LIMIT = 'x-oss-traffic-limit';
/** Milliseconds that an answer had to wait so far: of an upload all, of an answer that begins none. */
export const DELAY = 'x-oss-qos-delay-time';
/**
 * Bits a second: 30 KiB to 100 MiB. The vendor's text begins at 100 KiB by now, but its own clients go on asking for less, as it
 * once allowed.
 */
const SLOWEST = 245_760;
const FASTEST = 838_860_800;
/** Slices a second, so that a slow body comes evenly, whatever pieces the store hands out. */
const SLICES = 4;

/** Bytes a second; undefined for any number. Throws `InvalidArgument` for what the vendor does not take. */
export function readTrafficLimit({
  headers,
  query,
}: {
  readonly headers: Headers;
  readonly query: Query;
}): number | undefined {
  const text = headers.get(TRAFFIC_LIMIT) ?? query.text(TRAFFIC_LIMIT);
  if (text === undefined) return undefined;
  const bits = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (bits < SLOWEST || bits > FASTEST)
    throw invalidArgument(TRAFFIC_LIMIT, text.slice(0, 100), '0004-00000502');
  return bits / 8;
}

/** Lets bytes pass so fast and no faster; those of all its streams together. */
export interface Pace {
  /** Milliseconds that were waited so far. */
  readonly waited: number;
  /** Reads a stream only as fast as it hands it on: nothing is held but the piece whose turn it is. */
  slow(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>;
}

/** Time that nobody asked for bytes in is not made up for. */
export function createPace(bytesPerSecond: number, { now, wait }: Clock): Pace {
  const most = Math.ceil(bytesPerSecond / SLICES);
  let free = -Infinity;
  let waited = 0;
  const turn = async (bytes: number) => {
    const from = now();
    free = Math.max(free, from) + (bytes / bytesPerSecond) * 1000;
    await wait(free - from);
    waited += Math.round(free - from);
  };
  return {
    get waited() {
      return waited;
    },
    slow(stream) {
      let rest: Uint8Array = new Uint8Array();
      let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            reader ??= stream.getReader();
            while (rest.length === 0) {
              const { done, value } = await reader.read();
              if (done) return controller.close();
              rest = value;
            }
            const slice = rest.subarray(0, most);
            rest = rest.subarray(most);
            await turn(slice.length);
            controller.enqueue(slice);
          },
          cancel: (reason) => (reader ?? stream).cancel(reason),
        },
        { highWaterMark: 0 },
      );
    },
  };
}
