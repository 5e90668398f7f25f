/** A plain PNG reader for tests: eight bits, no interlace, true colour with or without alpha, grey or palette. */

/** A decoded picture. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  at(x: number, y: number): [number, number, number, number];
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Decodes a PNG. Throws for a kind it does not know. */
export async function readPng(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  const chunks = readChunks(bytes);
  const header = new DataView(chunk(chunks, 'IHDR').buffer);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, colour, , , interlace] = [8, 9, 10, 11, 12].map((at) => header.getUint8(at));
  const channels = CHANNELS[colour ?? -1];
  if (depth !== 8 || interlace !== 0 || channels === undefined)
    throw new Error(`depth ${depth}, colour ${colour}`);
  const rows = unfilter(await inflate(chunk(chunks, 'IDAT')), width * channels, height, channels);
  const sample = (x: number, y: number, channel: number) => rows[(y * width + x) * channels + channel] ?? 0;
  const [palette, clear] = [chunk(chunks, 'PLTE'), chunk(chunks, 'tRNS')];
  return {
    width,
    height,
    at(x, y) {
      if (x >= width || y >= height) throw new Error(`${x},${y} lies outside ${width}x${height}`);
      const [a, b, c, d] = [0, 1, 2, 3].map((channel) => sample(x, y, channel)) as [
        number,
        number,
        number,
        number,
      ];
      if (colour === 3) {
        const [red = 0, green = 0, blue = 0] = palette.subarray(a * 3, a * 3 + 3);
        return [red, green, blue, clear[a] ?? 255];
      }
      if (colour === 0 || colour === 4) return [a, a, a, colour === 4 ? b : 255];
      return [a, b, c, colour === 6 ? d : 255];
    },
  };
}

function readChunks(bytes: Uint8Array<ArrayBuffer>): [type: string, data: Uint8Array<ArrayBuffer>][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: [string, Uint8Array<ArrayBuffer>][] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push([type, bytes.slice(at + 8, at + 8 + view.getUint32(at))]);
  }
  return chunks;
}

/** All chunks of a type, joined. */
function chunk(chunks: readonly [string, Uint8Array][], type: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(chunks.filter(([name]) => name === type).flatMap(([, data]) => [...data]));
}

async function inflate(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Response(data).body?.pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream ?? null).arrayBuffer());
}

/** PNG (third edition) section 9.2. */
function unfilter(data: Uint8Array, stride: number, height: number, pixel: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x < pixel ? 0 : (out[y * stride + x - pixel] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = x < pixel || y === 0 ? 0 : (out[(y - 1) * stride + x - pixel] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * stride + x] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
