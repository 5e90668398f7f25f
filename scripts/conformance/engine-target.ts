/** The engine itself, in this process: the same answers without a service, but for what is HTTP's alone. */
import { existsSync, readFileSync } from 'node:fs';
import type { Engine } from '../../src/core/engine/engine.ts';
import type { Marks } from '../../src/core/spec/marks.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import { writeXml } from '../../src/oss/protocol/xml/write.ts';
import { bodyOf } from '../lib/engine.ts';
import type { Answer, Question, Target } from './answer.ts';
import { PICTURES } from './pictures.ts';

/** The target. What the engine refuses is an answer; a fault of its own rejects. */
export function engineTarget(engine: Engine, marks: Marks): Target {
  return {
    prefix: '',
    http: false,
    async ask(question) {
      try {
        return await render(engine, marks, question);
      } catch (error) {
        if (error instanceof ProcessError) return refusal(error);
        throw error;
      }
    },
  };
}

async function render(engine: Engine, marks: Marks, { picture, chain }: Question): Promise<Answer> {
  const parsed = chain === '' ? undefined : engine.parse(chain);
  const path = PICTURES + picture;
  if (!existsSync(path)) throw new ProcessError('NoSuchKey', 'The specified key does not exist.');
  const bytes = readFileSync(path);
  if (!parsed) return { status: 200, headers: {}, body: bytes };
  try {
    const { chunks, type } = await engine.render({
      chain: parsed,
      size: bytes.length,
      body: bodyOf(bytes),
      marks,
    });
    return { status: 200, headers: { 'content-type': type }, body: Buffer.concat(chunks) };
  } catch (error) {
    if (parsed.ignoresErrors) return { status: 200, headers: {}, body: bytes };
    throw error;
  }
}

function refusal({ status, code, message, detail: { ec } }: ProcessError): Answer {
  const text = writeXml('Error', { Code: code, Message: message, EC: ec });
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}
