/** What watermarks draw when a local file is processed: other files of its folder, and text in the built fonts. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Engine } from '../../src/core/engine/engine.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { Marks } from '../../src/core/spec/marks.ts';
import { bodyOf } from './engine.ts';
import { nodeText } from './text.ts';

/** A chain that changes nothing but what every picture gets. */
const AS_IT_IS = 'image/auto-orient,1';

/** The marks of a folder: the keys of picture marks are paths below it. */
export function fileMarks(engine: Engine, folder: string): Marks {
  const setText = nodeText();
  return {
    async picture(key, chain = AS_IT_IS, canvas) {
      const bytes = await readFile(pathBelow(folder, key));
      return engine.raster({ chain: engine.parse(chain), size: bytes.length, body: bodyOf(bytes) }, canvas);
    },
    text: (request) => setText(request, async () => undefined),
  };
}

/** The file of a key. Throws `WatermarkError` when there is none, or when the key leads out of the folder. */
function pathBelow(folder: string, key: string): string {
  const path = resolve(folder, key);
  if (relative(folder, path).startsWith('..') || !existsSync(path)) {
    throw new ProcessError('WatermarkError', `There is no ${key} beside the picture.`);
  }
  return path;
}
