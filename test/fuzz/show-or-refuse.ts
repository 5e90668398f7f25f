/** What every picture codec owes to any bytes: a picture or a refusal with status 400, in memory that was planned. */
import type { Codec } from '../../src/codecs/codec.ts';
import { keptBytes } from '../../src/codecs/instance.ts';
import { checkSource, OSS_LIMITS } from '../../src/core/engine/plan/limits.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { Source } from '../../src/core/spec/source.ts';

export interface Trial {
  readonly codec: Codec;
  /** Pixels above which a picture is left alone: honest work, not a fault that fuzzing could find. */
  readonly mostPixels: number;
  /** Tells `plan` how many bytes the work may hold, and then does it. */
  decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void>;
  /** Bytes that are held beside the plan, such as an instance for profiles. */
  readonly allowance?: number;
}

/** A run throws when the codec does anything but show or refuse. The memory of its instances counts over all runs. */
export function showOrRefuse({ codec, mostPixels, decode, allowance = 0 }: Trial) {
  let planned = 0;
  /** What this codec's instances have grown to; others may be in use beside it. */
  let held = 0;
  const plan = (bytes: number) => {
    planned = Math.max(planned, bytes);
  };
  return async (bytes: Uint8Array): Promise<void> => {
    const before = keptBytes();
    try {
      const source = codec.readHeader(bytes, bytes.length);
      if (source === 'more') throw new Error('The whole file is not enough for the header');
      checkSource(source, codec, OSS_LIMITS);
      if (source.width * source.height <= mostPixels) await decode(bytes, source, plan);
    } catch (error) {
      if (!(error instanceof ProcessError) || error.status !== 400) throw error;
    }
    held += keptBytes() - before;
    if (held > planned + allowance) throw new Error(`${held} bytes held, ${planned} planned`);
  };
}
