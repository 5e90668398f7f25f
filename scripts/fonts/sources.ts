/** Where families come from: npm packages of web font slices, or a font file of your own. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** A family to build: its folder below `public/fonts/`, and what it is made of. */
export interface FamilySource {
  readonly family: string;
  /** Package and version, or the file: a family is built again when it differs. */
  readonly origin: string;
  readonly license: string;
  /** Text of the licence, which has to go with the fonts. */
  readonly licenseText: string;
  /** Files with the code points they are meant for; all that the file has when left out. The first ones win. */
  readonly files: readonly FontFile[];
}

/** One file of a family. */
export interface FontFile {
  readonly path: string;
  readonly codePoints?: readonly number[] | undefined;
}

/** The families that the OSS names and the fallback need, as web font packages. */
const PACKAGES: readonly (readonly [family: string, packageName: string, style: string])[] = [
  ['noto-sans-sc', '@fontsource-variable/noto-sans-sc', 'wght.css'],
  ['noto-serif-sc', '@fontsource-variable/noto-serif-sc', 'wght.css'],
  ['noto-sans-tc', '@fontsource-variable/noto-sans-tc', 'wght.css'],
  ['noto-sans-jp', '@fontsource-variable/noto-sans-jp', 'wght.css'],
  ['noto-sans-kr', '@fontsource-variable/noto-sans-kr', 'wght.css'],
  ['lxgw-wenkai', 'lxgw-wenkai-screen-webfont', 'lxgwwenkaigbscreen.css'],
];

/**
 * A pixel font of nearly every character there is: for the few of GB2312 that no slice has, and for scripts that none
 * of the families draws. Legible, where there would be an empty box.
 */
const LAST_RESORT = { family: 'unifontex', packageName: '@fontsource/unifontex' };
const LAST_RESORT_FONT = 'files/unifontex-latin-400-normal.woff2';

/** Every family that is built without being asked for. */
export function builtIn(): FamilySource[] {
  const { family, packageName } = LAST_RESORT;
  return [
    ...PACKAGES.map((names) => packageSource(...names)),
    {
      ...describePackage(family, packageName),
      files: [{ path: join(MODULES, packageName, LAST_RESORT_FONT) }],
    },
  ];
}

/** A package whose style sheet lists its slices. */
function packageSource(family: string, packageName: string, style: string): FamilySource {
  return { ...describePackage(family, packageName), files: readStyle(join(MODULES, packageName, style)) };
}

function describePackage(family: string, packageName: string): Omit<FamilySource, 'files'> {
  const folder = join(MODULES, packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  return { family, origin: `${packageName}@${String(manifest['version'])}`, ...readLicense(folder) };
}

/** A family by the name it is asked for with `npm run fonts -- add NAME`: an installed package, or a file. */
export function namedSource(name: string): FamilySource {
  if (existsSync(name)) return fileSource(name);
  for (const packageName of [name, `@fontsource-variable/${name}`, `@fontsource/${name}`]) {
    const style = ['wght.css', '400.css', 'index.css'].find((file) =>
      existsSync(join(MODULES, packageName, file)),
    );
    if (style) return packageSource(familyName(packageName), packageName, style);
  }
  throw new Error(
    `${name} is neither a font file nor an installed package: npm install @fontsource/${name} first.`,
  );
}

function fileSource(path: string): FamilySource {
  return {
    family: familyName(basename(path, extname(path))),
    origin: path,
    ...readLicense(dirname(path)),
    files: [{ path }],
  };
}

/** Lower-case letters, digits and hyphens: what `type` may name a built family with. */
function familyName(name: string): string {
  return basename(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The licence of the fonts in a folder: a package may be under another one than the fonts it carries. */
function readLicense(folder: string): Pick<FamilySource, 'license' | 'licenseText'> {
  const file = ['OFL.txt', 'LICENSE', 'LICENSE.txt'].find((name) => existsSync(join(folder, name)));
  const licenseText = file ? readFileSync(join(folder, file), 'utf8') : '';
  return { license: /SIL OPEN FONT LICENSE/i.test(licenseText) ? 'OFL-1.1' : 'unknown', licenseText };
}

/** The `@font-face` rules of a style sheet. A later rule wins in CSS, so the order is turned round. */
function readStyle(path: string): FontFile[] {
  const rules = readFileSync(path, 'utf8').matchAll(/@font-face\s*\{([^}]*)\}/g);
  const files = Array.from(rules, ([, body = '']): FontFile => {
    const file = /url\(['"]?([^'")]+\.woff2?)/.exec(body)?.[1] ?? '';
    const ranges = /unicode-range:\s*([^;}]+)/.exec(body)?.[1];
    return { path: join(dirname(path), file), codePoints: ranges ? readRanges(ranges) : undefined };
  });
  return files.toReversed();
}

/** `U+4e00, U+4e2d-4e30` as code points. */
function readRanges(text: string): number[] {
  return Array.from(text.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)).flatMap(
    ([, from = '', to = from]) => {
      const first = Number.parseInt(from, 16);
      return Array.from({ length: Number.parseInt(to, 16) - first + 1 }, (_, index) => first + index);
    },
  );
}
