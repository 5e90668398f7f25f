import { describe, expect, it } from 'vitest';
import { asPrivate } from '../../../../src/oss/protocol/http/cache-control.ts';

describe('Cache-Control of what a signature opened', () => {
  it.each([
    ['', 'private'],
    ['max-age=60', 'private, max-age=60'],
    ['PUBLIC , max-age=60', 'private, max-age=60'],
    ['max-age=1,s-maxage=9', 'private, max-age=1'],
    ['no-store', 'no-store'],
    ['public, no-store', 'no-store'],
    ['private="x, public", max-age=1', 'private="x, public", max-age=1'],
  ])('%j, which the bucket says of all its objects, becomes %j', (written, sent) =>
    expect(asPrivate(written)).toBe(sent),
  );
});
