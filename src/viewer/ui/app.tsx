/** The whole page. Its state is the location's hash, so that a link shows what its sender saw. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Credentials } from '../../../packages/url/src/sign.ts';
import type { Language } from '../../core/spec/sentence.ts';
import { type Card, faultOf, isReport, sizesOf } from '../chain.ts';
import { IN_PAGE, type OwnPicture } from '../in-page.ts';
import { processOf, type View, withProcess } from '../state.ts';
import { lettersOf } from '../words.ts';
import { Access } from './access.tsx';
import { Cards } from './cards.tsx';
import { ChainText } from './chain-text.tsx';
import { SharedProvider, useShared, useWords } from './context.tsx';
import { CopyAs } from './copy-as.tsx';
import { Info } from './info.tsx';
import { Panel } from './panel.tsx';
import { Picker, type Settings } from './picker.tsx';
import { Placing } from './placing.tsx';
import { Preview } from './preview.tsx';
import { Styles } from './styles.tsx';
import { useAnswer } from './use-answer.ts';
import { type Steps, useHistory } from './use-history.ts';
import { useOriginal } from './use-original.ts';

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
  const [said, announce] = useAnnouncement();
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

/** Milliseconds for which an announcement stays. */
const HEARD = 6000;

/** What happened, said for a while: the same may be said again. */
function useAnnouncement() {
  const [said, announce] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => announce(''), HEARD);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, announce] as const;
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
  const [history, steps] = useHistory(start);
  const { now: view } = history;
  const { change } = steps;
  const [placing, setPlacing] = useState<number>();
  const leave = useCallback(() => setPlacing(undefined), []);
  const { bucket, key, cards, other } = view;
  const home = useHome(bucket, start.bucket);
  const original = useOriginal(view, client);
  const { sizes, fault: impossible } = original ? sizesOf(cards, original.size) : { sizes: [] };
  const fault = other === undefined ? (faultOf(cards) ?? impossible) : undefined;
  const question = key === '' || bucket === '' ? undefined : { bucket, key, process: processOf(view) };
  const after = useAnswer(fault ? undefined : question, client);
  return (
    <main>
      <Top
        undo={history.past.length > 0}
        redo={history.future.length > 0}
        steps={steps}
        turn={changeLanguage}
      />
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
          <Panel title={word('info')} name="info">
            <Info bucket={bucket} objectKey={key} />
          </Panel>
          <Panel title={word('access')} name="key">
            <Access change={changeCredentials} />
          </Panel>
          <Panel title={word('styles')} name="named">
            <Styles
              bucket={home}
              process={fault ? '' : processOf(view)}
              show={(process) => change(withProcess(view, process))}
            />
          </Panel>
        </div>
        <section class="middle" aria-label={word('chain')}>
          <h2>{word('chain')}</h2>
          <Cards
            cards={cards}
            styled={other?.startsWith('style/') ?? false}
            fault={fault}
            placing={placing}
            change={(next, of) => change({ cards: next, other: undefined }, of)}
            place={setPlacing}
          />
          <ChainText view={view} fault={fault} change={change} />
          {bucket !== IN_PAGE && (
            <Panel title={word('copyAs')} name="copy">
              {fault ? (
                <p class="fault">{word('broken')}</p>
              ) : (
                <CopyAs view={view} defaultBucket={settings.defaultBucket} width={original?.size.width} />
              )}
            </Panel>
          )}
        </section>
        <div class="right">
          <Placing
            view={view}
            index={placing}
            broken={fault !== undefined}
            original={original}
            change={change}
            leave={leave}
          >
            <Preview
              question={question}
              original={original}
              after={after}
              planned={isReport(cards) ? undefined : sizes.at(-1)}
              fault={fault}
            />
          </Placing>
        </div>
      </div>
    </main>
  );
}

interface TopProps {
  /** Whether there is anything to undo. */
  readonly undo: boolean;
  readonly redo: boolean;
  readonly steps: Steps;
  turn(): void;
}

function Top({ undo, redo, steps, turn }: TopProps) {
  const word = useWords();
  const { language } = useShared();
  return (
    <header class="top">
      <h1>{word('title')}</h1>
      <button type="button" disabled={!undo} onClick={steps.undo}>
        {word('undo')}
      </button>
      <button type="button" disabled={!redo} onClick={steps.redo}>
        {word('redo')}
      </button>
      <button type="button" lang={language === 'en' ? 'zh-CN' : 'en'} onClick={turn}>
        {word('language')}
      </button>
    </header>
  );
}
