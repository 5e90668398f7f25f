import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pieces, expectSameInPieces, streamInPieces } from '../../../support/pieces.ts';
import { readForm } from '../../../../src/oss/handlers/form/form-data.ts';

const BOUNDARY = '----Boundary7MA4YWxk';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const encode = (text: string) => new TextEncoder().encode(text);

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

/** A form with fields, then a file, then what follows it. */
function formOf(fields: Record<string, string>, file: Uint8Array, after = ''): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="C:\\pictures\\a;b.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return concat([encode(lines.join('') + head), file, encode(`\r\n${after}--${BOUNDARY}--\r\n`)]);
}

/** Pieces that end at the given places. */
function cutAt(cuts: readonly number[]): Pieces {
  return (at) => Math.min(...cuts.filter((cut) => cut > at)) - at;
}

async function read(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

const WHOLE: Pieces = () => Infinity;

const parse = async (bytes: Uint8Array, pieces = WHOLE, type = TYPE) => {
  const { fields, file, ...others } = await readForm(streamInPieces(bytes, pieces), type);
  return { fields: Object.fromEntries(fields), ...others, file: await read(file) };
};

describe('a form', () => {
  // Every beginning of the delimiter occurs in the file.
  const tricky = encode(`\r\n--${BOUNDARY.slice(0, -1)}\r\r\n-\r\n--\r\n${BOUNDARY}\r`);
  const form = formOf(
    { Key: 'user/${filename}', 'x-oss-meta-note': 'zwei\r\nZeilen', key: 'second' },
    tricky,
  );
  const expected = {
    fields: { key: 'user/${filename}', 'x-oss-meta-note': 'zwei\r\nZeilen' },
    fileName: 'a;b.jpg',
    fileType: 'image/jpeg',
    file: tricky,
  };

  it('is read', async () => {
    expect(await parse(form)).toEqual(expected);
  });

  it('is read the same wherever it is cut', async () => {
    await expectSameInPieces(form.length, async (pieces) => {
      const { file, ...others } = await parse(form, pieces);
      return concat([encode(JSON.stringify(others)), file]);
    });
  });

  it('gives back any file, cut anyhow', async () => {
    const pieces = fc.array(
      fc.constantFrom('\r', '\n', '-', '\r\n', `\r\n--${BOUNDARY.slice(0, 5)}`, BOUNDARY, 'x'),
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.array(fc.nat(400)), async (texts, cuts) => {
        // A file that holds the delimiter would end there: senders choose another boundary.
        const file = encode(texts.join('').replaceAll(`\r\n--${BOUNDARY}`, ''));
        fc.pre(!new TextDecoder().decode(file).includes(`\r\n--${BOUNDARY}`));
        expect((await parse(formOf({ key: 'k' }, file), cutAt(cuts))).file).toEqual(file);
      }),
    );
  });

  it('reads what fetch sends', async () => {
    const sent = new FormData();
    sent.set('key', 'täst "quoted".jpg');
    sent.set('file', new Blob(['hello'], { type: 'text/plain' }), 'a"b.txt');
    const request = new Request('http://localhost/', { method: 'POST', body: sent });
    const form = await readForm(
      request.body as ReadableStream<Uint8Array>,
      request.headers.get('content-type') ?? '',
    );
    expect(form.fields.get('key')).toBe('täst "quoted".jpg');
    expect([form.fileName, form.fileType]).toEqual(['a"b.txt', 'text/plain']);
    expect(await read(form.file)).toEqual(encode('hello'));
  });

  it('may have fields after the file, which mean nothing', async () => {
    const after = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="submit"\r\n\r\nUpload\r\n`;
    const { fields, file } = await parse(formOf({ key: 'k' }, encode('hello'), after));
    expect([fields, file]).toEqual([{ key: 'k' }, encode('hello')]);
  });

  it('may have a preamble and a quoted boundary', async () => {
    const form = concat([encode('This is a form.\r\n'), formOf({ key: 'k' }, encode('hello'))]);
    expect(
      (await parse(form, WHOLE, `multipart/form-data; charset=utf-8; boundary="${BOUNDARY}"`)).file,
    ).toEqual(encode('hello'));
  });

  it('has one file', async () => {
    const second = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\nb\r\n`;
    const many = parse(formOf({ key: 'k' }, encode('hello'), second));
    await expect(many).rejects.toMatchObject({ code: 'IncorrectNumberOfFilesInPOSTRequest' });
    const none = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--${BOUNDARY}--\r\n`;
    await expect(parse(encode(none))).rejects.toMatchObject({ code: 'IncorrectNumberOfFilesInPOSTRequest' });
  });

  it('fails wherever it breaks off', async () => {
    // The last line break is no part of the form.
    const whole = formOf({ key: 'k' }, encode('hello'));
    for (let length = 0; length < whole.length - 2; length++) {
      await expect(parse(whole.subarray(0, length))).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
    }
  });

  it.each([
    ['another type', 'application/json', 'k'],
    ['no boundary', 'multipart/form-data', 'k'],
    ['an empty boundary', 'multipart/form-data; boundary=', 'k'],
    ['a boundary that is too long', `multipart/form-data; boundary=${'x'.repeat(71)}`, 'k'],
    ['fields that are too long', TYPE, 'k'.repeat(70_000)],
  ])('is refused with %s', async (_what, type, key) => {
    await expect(parse(formOf({ key }, encode('hello')), WHOLE, type)).rejects.toMatchObject({
      code: 'MalformedPOSTRequest',
    });
  });

  it('has fields of 64 KiB with their names, and no byte more', async () => {
    const most = { a: 'x'.repeat(32_768), bc: 'y'.repeat(32_765) };
    expect((await parse(formOf(most, encode('hello')))).fields).toEqual(most);
    for (const more of [{ bc: `${most.bc}y` }, { d: '' }]) {
      const refused = await parse(formOf({ ...most, ...more }, encode('hello'))).catch(
        (error: unknown) => error,
      );
      expect(refused).toMatchObject({ code: 'MalformedPOSTRequest' });
    }
  });

  it.each([
    [199, true],
    [200, false],
  ])('has a file among its first 200 parts: behind %i fields', async (count, isRead) => {
    const fields = Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, 'x']));
    const parsed = parse(formOf(fields, encode('hello')));
    if (isRead) expect((await parsed).fields).toEqual(fields);
    else await expect(parsed).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
  });

  it.each([
    ['a preamble', '', 8 * 1024],
    ['the header of a part', `--${BOUNDARY}\r\n`, 8 * 1024],
    ['a field', `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n`, 64 * 1024],
  ])('that never ends %s is given up where it has to', async (_, beginning, most) => {
    let [read, cancelled] = [0, false];
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(read === 0 ? encode(`${beginning}xx`) : encode('x'.repeat(1000)));
          read += 1000;
        },
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    );
    await expect(readForm(body, TYPE)).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
    expect(cancelled).toBe(true);
    expect(read).toBeLessThan(most + 4000);
  });

  it.each([
    [8192, true],
    [8193, false],
  ])('has headers of %i bytes: %s', async (length, isRead) => {
    const line = 'Content-Disposition: form-data; name="file"; filename="a"\r\nX: ';
    const header = line.padEnd(length, 'x');
    const form = encode(`--${BOUNDARY}\r\n${header}\r\n\r\nhello\r\n--${BOUNDARY}--\r\n`);
    if (isRead) expect((await parse(form)).file).toEqual(encode('hello'));
    else await expect(parse(form)).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
  });

  it('whose file nobody wants is given up', async () => {
    let cancelled = false;
    const [start] = [formOf({ key: 'k' }, encode('hello')).slice(0, -8)];
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(start),
      cancel: () => void (cancelled = true),
    });
    const { file } = await readForm(body, TYPE);
    await file.cancel();
    expect(cancelled).toBe(true);
  });

  it('holds no more than a chunk of a large file', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(13);
    const [head, tail] = [
      formOf({ key: 'k' }, new Uint8Array()).slice(0, -BOUNDARY.length - 8),
      encode(`\r\n--${BOUNDARY}--`),
    ];
    let sent = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (sent === 0) controller.enqueue(head);
          else if (sent <= 1000) controller.enqueue(chunk);
          else {
            controller.enqueue(tail);
            controller.close();
          }
          sent++;
        },
      },
      { highWaterMark: 0 },
    );
    const { file } = await readForm(body, TYPE);
    let [length, ahead] = [0, 0];
    for await (const piece of file) {
      length += piece.length;
      ahead = Math.max(ahead, sent * chunk.length - length);
    }
    expect(length).toBe(1000 * chunk.length);
    expect(ahead).toBeLessThan(4 * chunk.length);
  });
});
