/** A picture that the reader dropped: the page's own engine makes what is shown of it, and nobody else sees it. */
import type { EngineAnswer, EngineQuestion, EngineRefusal, EngineReply } from './engine/messages.ts';

/** In the place of a bucket's name: the picture is in the page. No bucket can be called this. */
export const IN_PAGE = '-';

/** A picture in the page. */
export interface OwnPicture {
  readonly file: File;
  /** The bucket that the reader came from: picture marks are looked for there, and the picture may be stored there. */
  readonly bucket: string;
}

interface Waiting {
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (refusal: EngineRefusal) => void;
}

const waiting = new Map<number, Waiting>();
let asked = 0;
let engine: Worker | undefined;

/** What the engine makes of a picture. Rejects with an `EngineRefusal`. */
export function processInPage(question: EngineQuestion): Promise<EngineAnswer> {
  engine ??= start();
  const id = asked++;
  engine.postMessage({ id, ...question }, []);
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function start(): Worker {
  const worker = new Worker('engine.js', { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<EngineReply>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if ('answer' in data) resolve(data.answer);
    else reject(data.refusal);
  });
  // It could not be loaded, or died: the next question starts another one.
  worker.addEventListener('error', () => {
    engine = undefined;
    const refusal = { status: 0, code: 'NetworkError', message: 'The engine stopped.', ec: undefined };
    for (const { reject } of waiting.values()) reject(refusal);
    waiting.clear();
  });
  return worker;
}
