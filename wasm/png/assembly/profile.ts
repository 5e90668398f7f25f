/** Inflates a small stream in one go: the compressed profile of an iCCP chunk. */
import { allocate, reset } from '../../shared/memory';
import { inflate, out, OVERRUN, setInput, startInflate, STREAM_END } from './inflate/inflate';

/** A broken stream may be read this far beyond its end. */
const INPUT_SLACK: usize = 512;

let input: usize = 0;
let output: usize = 0;
let most: usize = 0;

/** Makes room for `bytes` compressed bytes, which go to the address returned, and for `limit` inflated ones. */
export function startProfile(bytes: usize, limit: usize): usize {
  reset();
  input = allocate(bytes + INPUT_SLACK);
  output = allocate(limit + OVERRUN);
  most = limit;
  return input;
}

/** Inflates the `bytes` bytes put there; gives how many came out, or 0 when the stream is broken or too long. */
export function inflateProfile(bytes: usize): usize {
  // One byte more than the limit shows that there is more.
  startInflate(output, output + most + 1);
  setInput(input, input + bytes, true);
  return inflate() == STREAM_END && out - output <= most ? out - output : 0;
}

/** Where the inflated bytes are. */
export function profileAddress(): usize {
  return output;
}
