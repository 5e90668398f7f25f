/** Colours as these languages write them. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';

/** Names of HTML 4.01, which their documentation uses. */
const NAMES: Readonly<Record<string, string>> = {
  aqua: '00FFFF',
  black: '000000',
  blue: '0000FF',
  fuchsia: 'FF00FF',
  gray: '808080',
  green: '008000',
  lime: '00FF00',
  maroon: '800000',
  navy: '000080',
  olive: '808000',
  orange: 'FFA500',
  purple: '800080',
  red: 'FF0000',
  silver: 'C0C0C0',
  teal: '008080',
  white: 'FFFFFF',
  yellow: 'FFFF00',
};

/** `#3D3D3D`, `#fff` or a name, as six hexadecimal digits. Throws for anything else. */
export function colourOf(text: string, parameter: string): string {
  const named = lookUp(NAMES, text.toLowerCase());
  if (named !== undefined) return named;
  const [, long, short] = /^#?(?:([0-9a-f]{6})|([0-9a-f]{3}))$/i.exec(text) ?? [];
  const digits = long ?? short?.replaceAll(/./g, '$&$&');
  if (digits === undefined) throw invalid(parameter, text);
  return digits.toUpperCase();
}
