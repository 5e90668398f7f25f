/** The whole page. Its state is the location's hash, so that a link shows what its sender saw. */
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { Credentials } from '../../../packages/url/src/sign.ts';
import type { Language } from '../../core/spec/sentence.ts';
import { type Card, chainText, descriptionOf, faultOf, isReport, sizesOf, withValue } from '../chain.ts';
import { IN_PAGE, type OwnPicture } from '../in-page.ts';
import { type History, linkOf, processOf, readLink, step, type View, withProcess } from '../state.ts';
import type { Values } from '../drag.ts';
import { Cards, isPlaceable } from './cards.tsx';
import { SharedProvider, useShared, useWords } from './context.tsx';
import { Access, CopyAs, Facts } from './panels.tsx';
import { Picker, type Settings } from './picker.tsx';
import { Preview } from './preview.tsx';
import { Stage } from './stage.tsx';
import { Styles } from './styles.tsx';
import { useAnswer, type Question } from './use-answer.ts';
import { useOriginalSize } from './use-original-size.ts';
import { lettersOf } from '../words.ts';

/** What a new page shows. */
function startOf({ buckets, samples }: Settings): View {
  const [bucket = buckets[0] ?? '', ...key] = samples[0]?.split('/') ?? [];
  const cards: Card[] = [{ text: 'resize,w_300', on: true }];
  return { bucket, key: key.join('/'), cards, other: undefined };
}

/** The page for a deployment, in the reader's first language. */
export function App({ settings, first }: { readonly settings: Settings; readonly first: Language }) {
  const [language, setLanguage] = useState(first);
  const change = async (next: Language) => (await lettersOf(next), setLanguage(next));
  const [credentials, setCredentials] = useState<Credentials>();
  const [said, announce] = useState('');
  const [own, setOwn] = useState<OwnPicture>();
  const client = useMemo(() => ({ credentials, own }), [credentials, own]);
  const shared = useMemo(() => ({ language, client, announce }), [language, client]);
  useEffect(() => void (document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'), [language]);
  return (
    <SharedProvider value={shared}>
      <Workbench
        settings={settings}
        changeLanguage={() => void change(language === 'en' ? 'zh' : 'en')}
        changeCredentials={setCredentials}
        take={setOwn}
      />
      <p class="said" role="status">
        {said}
      </p>
    </SharedProvider>
  );
}

/** The view and its history, kept in step with the location's hash. */
function useHistory(start: View) {
  const [history, dispatch] = useReducer(step, undefined, (): History => ({
    now: readLink(location.hash, start),
    past: [],
    future: [],
  }));
  const link = linkOf(history.now);
  useEffect(() => {
    if (location.hash !== link) window.history.pushState(undefined, '', link);
  }, [link]);
  useEffect(() => {
    const follow = () => dispatch({ type: 'go', view: readLink(location.hash, start) });
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [start]);
  return [history, dispatch] as const;
}

/** The bucket that the reader was in last: a picture in the page is in none. */
function useHome(bucket: string, start: string): string {
  const home = useRef(start);
  if (bucket !== IN_PAGE) home.current = bucket;
  return home.current;
}

interface WorkbenchProps {
  readonly settings: Settings;
  changeLanguage(): void;
  changeCredentials(credentials: Credentials | undefined): void;
  take(own: OwnPicture | undefined): void;
}

function Workbench({ settings, changeLanguage, changeCredentials, take }: WorkbenchProps) {
  const word = useWords();
  const { client } = useShared();
  const start = useMemo(() => startOf(settings), [settings]);
  const [{ now: view, past, future }, dispatch] = useHistory(start);
  const [placing, setPlacing] = useState<number>();
  const leave = useCallback(() => setPlacing(undefined), []);
  const { bucket, key, cards, other } = view;
  const home = useHome(bucket, start.bucket);
  const size = useOriginalSize({ bucket, key }, client);
  const { sizes, fault: impossible } = size ? sizesOf(cards, size) : { sizes: [] };
  const fault = other === undefined ? (faultOf(cards) ?? impossible) : undefined;
  const change = (part: Partial<View>) => dispatch({ type: 'change', view: part });
  const question = (process: string): Question | undefined =>
    key === '' || bucket === '' ? undefined : { bucket, key, process };
  const before = useAnswer(isReport(cards) ? undefined : question(''), client);
  const after = useAnswer(fault ? undefined : question(processOf(view)), client);
  const placed = placing === undefined ? undefined : cards[placing];
  const stage = useAnswer(
    placed && question(chainText(cards.slice(0, placing)) || 'image/auto-orient,1'),
    client,
  );
  const setValues = (values: Values) => {
    if (placing === undefined || !placed) return;
    const card = Object.entries(values).reduce((made, [name, value]) => withValue(made, name, value), placed);
    change({ cards: cards.with(placing, card) });
  };
  return (
    <main>
      <header class="top">
        <h1>{word('title')}</h1>
        <button type="button" disabled={past.length === 0} onClick={() => dispatch({ type: 'undo' })}>
          {word('undo')}
        </button>
        <button type="button" disabled={future.length === 0} onClick={() => dispatch({ type: 'redo' })}>
          {word('redo')}
        </button>
        <button type="button" onClick={changeLanguage}>
          {word('language')}
        </button>
      </header>
      <div class="columns">
        <div class="left">
          <Picker
            settings={settings}
            bucket={bucket}
            key_={key}
            home={home}
            pick={(nextBucket, nextKey) => change({ bucket: nextBucket, key: nextKey })}
            take={take}
          />
          <Facts bucket={bucket} objectKey={key} />
          <details>
            <summary>{word('access')}</summary>
            <Access change={changeCredentials} />
          </details>
          <details>
            <summary>{word('styles')}</summary>
            <Styles
              bucket={home}
              process={processOf(view)}
              show={(process) => change(withProcess(view, process))}
            />
          </details>
        </div>
        <section class="middle" aria-label={word('chain')}>
          <h2>{word('chain')}</h2>
          <ChainText view={view} wrong={fault !== undefined} change={change} />
          <Cards
            cards={cards}
            fault={fault}
            placing={placing}
            change={(next) => change({ cards: next, other: undefined })}
            place={setPlacing}
          />
          {bucket !== IN_PAGE && <CopyAs view={view} />}
        </section>
        <div class="right">
          {placed && isPlaceable(placed) ? (
            <Stage picture={stage} draws={drawsOf(placed)} change={setValues} leave={leave} />
          ) : (
            <Preview before={before} after={after} planned={sizes.at(-1)} broken={fault !== undefined} />
          )}
        </div>
      </div>
    </main>
  );
}

/** An operation with a width and height of its own draws a rectangle. */
function drawsOf(card: Card): 'rectangle' | 'place' {
  const keys = descriptionOf(card)?.params.map(({ key }) => key) ?? [];
  return keys.includes('w') && keys.includes('h') ? 'rectangle' : 'place';
}

interface ChainTextProps {
  readonly view: View;
  readonly wrong: boolean;
  change(part: Partial<View>): void;
}

function ChainText({ view, wrong, change }: ChainTextProps) {
  const word = useWords();
  return (
    <label class="text">
      {word('text')}
      <textarea
        rows={3}
        spellcheck={false}
        title={word('textHelp')}
        aria-invalid={wrong}
        value={processOf(view)}
        onInput={(event) => change(withProcess(view, event.currentTarget.value))}
      />
    </label>
  );
}
