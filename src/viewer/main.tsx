/** Starts the page. */
import { render } from 'preact';
import { languageOf } from '../core/spec/sentence.ts';
import { App } from './ui/app.tsx';
import type { Settings } from './ui/picker.tsx';
import { lettersOf } from './words.ts';

const response = await fetch('settings.json');
const settings = (await response.json()) as Settings;
const first = languageOf(navigator.languages);
await lettersOf(first);
render(<App settings={settings} first={first} />, document.querySelector('#page')!);
