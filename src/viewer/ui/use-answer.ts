/** Asks the service when what is asked has stood still for a moment. */
import { useEffect, useState } from 'preact/hooks';
import { type Answer, ask, type Client, Refusal } from '../service.ts';

/** How an answer stands: nothing asked, under way, there, or refused. */
export type Standing =
  | { readonly state: 'idle' }
  | { readonly state: 'waiting' }
  | {
      readonly state: 'there';
      readonly answer: Answer;
      readonly url: string;
      /** True when it answers what was asked before: it is shown until the next is there. */
      readonly old: boolean;
    }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** What is asked: an object and what is made of it. */
export interface Question {
  readonly bucket: string;
  readonly key: string;
  /** Text after `x-oss-process=`; empty for the original. */
  readonly process: string;
}

/** Milliseconds without a change before anything is sent. */
const SETTLED = 250;

/** The answer to a question; undefined asks nothing. The picture before stays until the next is there. */
export function useAnswer(question: Question | undefined, client: Client): Standing {
  const [standing, setStanding] = useState<Standing>({ state: 'idle' });
  const name = question && JSON.stringify(question);
  useEffect(() => {
    if (name === undefined) {
      setStanding((before) => (before.state === 'there' ? { ...before, old: true } : { state: 'idle' }));
      return undefined;
    }
    const aborted = new AbortController();
    const timer = setTimeout(
      () => void send(JSON.parse(name) as Question, client, aborted.signal, setStanding),
      SETTLED,
    );
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
  }, [name, client]);
  const shown = standing.state === 'there' ? standing.url : undefined;
  useEffect(() => () => shown && URL.revokeObjectURL(shown), [shown]);
  return standing;
}

/** What is told may depend on what was there. */
type Tell = (next: Standing | ((before: Standing) => Standing)) => void;

async function send(
  { bucket, key, process }: Question,
  client: Client,
  signal: AbortSignal,
  tell: Tell,
): Promise<void> {
  tell((before) => (before.state === 'there' ? { ...before, old: true } : { state: 'waiting' }));
  try {
    const query = process === '' ? {} : { 'x-oss-process': process };
    const answer = await ask(client, { bucket, key, query, signal });
    if (signal.aborted) return;
    tell({ state: 'there', answer, url: URL.createObjectURL(answer.blob), old: false });
  } catch (error) {
    if (!signal.aborted) tell({ state: 'refused', refusal: asRefusal(error) });
  }
}

/** A network that fails is told like a refusal. */
function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(0, 'NetworkError', String(error), undefined);
}
