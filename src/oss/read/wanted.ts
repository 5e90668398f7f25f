/** What a read is for: which object, and made into what. */
import type { Use } from '../access/protection.ts';
import type { Call } from '../call.ts';
import type { ObjectHead } from '../ports.ts';
import { readRules } from '../settings/rules.ts';
import { readStyledKey } from './style-suffix.ts';

export interface Wanted {
  readonly key: string;
  /** What is stored there; undefined for nothing. */
  readonly head: ObjectHead | undefined;
  readonly use: Use;
  /** The process text, not checked yet; empty for the original. */
  readonly process: string;
}

/** Reads `x-oss-process`, as parameter or header, or the style in the path. A parameter leaves the path alone. */
export async function readWanted(call: Call): Promise<Wanted> {
  const { query, headers, key, bucket } = call;
  const process = query.text('x-oss-process') ?? headers.get('x-oss-process') ?? '';
  if (process === '') return readPathStyle(call);
  const use = process.startsWith('style/') ? 'style' : 'chain';
  return { key, head: await bucket.objects.head(key), use, process };
}

async function readPathStyle(call: Call): Promise<Wanted> {
  const { key, bucket, services } = call;
  const { delimiters } = await readRules(services.settings, bucket.settings);
  const styled = readStyledKey(key, delimiters);
  const whole = styled?.certain ? undefined : await bucket.objects.head(key);
  if (styled && (styled.certain || (whole === undefined && (await isStyle(call, styled.style))))) {
    const head = await bucket.objects.head(styled.key);
    return { key: styled.key, head, use: 'style', process: `style/${styled.style}` };
  }
  return { key, head: whole, use: 'original', process: '' };
}

/** After a delimiter that keys are full of, only a name that exists makes a style of the rest. */
async function isStyle({ bucket, services }: Call, name: string): Promise<boolean> {
  return (await services.styles.get(bucket.settings.name, name)) !== undefined;
}
