/** HTTP as bytes on a TCP connection: what no client library would send. */
import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** In the spelling and order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Milliseconds after which a silent server counts as having closed. */
const PATIENCE = 5000;

/** Sends bytes and gives the first answer that is not `100 Continue`; undefined when the connection ends without one. */
export async function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<RawAnswer | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    const answer = readAnswer(socket);
    for (const piece of pieces) socket.write(piece);
    return await answer;
  } finally {
    socket.destroy();
  }
}

/** Sends bytes and breaks off, without waiting for an answer. */
export async function breakOff(port: number, ...pieces: (string | Buffer)[]): Promise<void> {
  (await sendOnly(port, pieces)).resetAndDestroy();
}

/** Sends bytes and says that no more will come, without waiting for an answer. */
export async function endEarly(port: number, ...pieces: (string | Buffer)[]): Promise<void> {
  (await sendOnly(port, pieces)).end();
}

async function sendOnly(port: number, pieces: readonly (string | Buffer)[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  // What was sent shall have arrived before the end does.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return socket;
}

/** A header line's value; names are compared as C# does it, by their spelling. */
export function headerOf(answer: RawAnswer | undefined, name: string): string | undefined {
  return answer?.headers.find(([spelled]) => spelled === name)?.[1];
}

function readAnswer(socket: Socket): Promise<RawAnswer | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const look = (ended: boolean) => {
      const answer = parse(received, ended);
      if (answer || ended) resolve(answer);
    };
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      look(false);
    });
    socket.on('error', () => look(true));
    socket.on('close', () => look(true));
    socket.setTimeout(PATIENCE, () => socket.destroy());
  });
}

function parse(bytes: Buffer, ended: boolean): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  if (status === 100) return parse(rest, ended);
  const headers = lines.map((line) => splitHeader(line));
  const find = (name: string) => headers.find(([spelled]) => spelled.toLowerCase() === name)?.[1];
  const length = find('content-length');
  if (find('transfer-encoding') === 'chunked') {
    const body = joinChunks(rest);
    return body && { status, headers, body };
  }
  if (length === undefined ? !ended && status !== 204 : rest.length < Number(length)) return undefined;
  return { status, headers, body: rest };
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** Undefined until the last chunk is there. */
function joinChunks(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let offset = 0; ;) {
    const end = bytes.indexOf('\r\n', offset);
    if (end < 0) return undefined;
    const length = parseInt(bytes.subarray(offset, end).toString('latin1'), 16);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(end + 2, end + 2 + length));
    offset = end + 2 + length + 2;
  }
}
