/** Puts a face on a local port. Bodies stream as in workerd; header names become lower case, as Node's `Headers` are. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Face } from '../../../src/oss/face.ts';

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

export async function serve(face: Face): Promise<Served> {
  const server = createServer((incoming, outgoing) => void pass(face, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function pass(face: Face, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.sendDate = false;
  const request = toRequest(incoming);
  if (!request) return void outgoing.writeHead(400, { connection: 'close' }).end();
  const response = await face(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) for await (const chunk of response.body) outgoing.write(chunk);
  outgoing.end();
}

/** Undefined when the line or a header is none that a Request takes, which a runtime refuses by itself. */
function toRequest(incoming: IncomingMessage): Request | undefined {
  try {
    return readRequest(incoming);
  } catch {
    return undefined;
  }
}

function readRequest(incoming: IncomingMessage): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  const hasBody = method === 'PUT' || method === 'POST';
  return new Request(url.startsWith('/') ? `http://${headers.host ?? ''}${url}` : url, {
    method,
    headers: sent,
    ...(hasBody
      ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>, duplex: 'half' }
      : {}),
  });
}
