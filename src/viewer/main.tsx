/** Starts the page. */
import { render } from 'preact';
import { App } from './ui/app.tsx';
import type { Settings } from './ui/picker.tsx';
import { languageOf } from './words.ts';

const response = await fetch('settings.json');
const settings = (await response.json()) as Settings;
render(<App settings={settings} first={languageOf(navigator.languages)} />, document.querySelector('#page')!);
