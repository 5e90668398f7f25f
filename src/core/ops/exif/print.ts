/**
 * Prints Exif values as the vendor's answers show them: what exiv2 prints uninterpreted, except that positions, their
 * directions and times are interpreted (operations reference, 5.1).
 */
import { ASCII, UNDEFINED, type Value } from './tiff.ts';

/** Text of a value, by the tag's name. */
export function printValue(name: string, value: Value): string {
  return (INTERPRETED[name] ?? printPlain)(value);
}

/** Text as text, rationals as `n/d`, anything else as numbers with spaces between. */
function printPlain({ type, bytes, components }: Value): string {
  return type === ASCII ? readText(bytes) : components.map((numbers) => numbers.join('/')).join(' ');
}

const INTERPRETED: Readonly<Record<string, (value: Value) => string>> = {
  GPSLatitudeRef: printReference,
  GPSLatitude: printAngle,
  GPSLongitudeRef: printReference,
  GPSLongitude: printAngle,
  GPSAltitudeRef: printAltitudeReference,
  GPSAltitude: printAltitude,
  GPSTimeStamp: printTime,
  GPSDestLatitudeRef: printReference,
  GPSDestLatitude: printAngle,
  GPSDestLongitudeRef: printReference,
  GPSDestLongitude: printAngle,
  UserComment: printComment,
};

const REFERENCES: Readonly<Record<string, string>> = { N: 'North', S: 'South', E: 'East', W: 'West' };

function printReference(value: Value): string {
  const text = printPlain(value);
  return REFERENCES[text] ?? `(${text})`;
}

/** Degrees, minutes and seconds: a unit and its decimals for each, and no more of them than are not zero. */
const ANGLE_UNITS = [
  { unit: 'deg', decimals: 7 },
  { unit: "'", decimals: 5 },
  { unit: '"', decimals: 3 },
];

function printAngle(value: Value): string {
  const { components } = value;
  if (components.length !== ANGLE_UNITS.length) return printPlain(value);
  const last = Math.max(
    0,
    components.findLastIndex(([numerator]) => numerator !== 0),
  );
  const shown = components.slice(0, last + 1);
  if (!shown.every(isFraction)) return `(${printPlain(value)})`;
  return shown.map((part, i) => printAnglePart(part, ANGLE_UNITS[i]!)).join('');
}

function printAnglePart(
  [numerator, denominator]: Fraction,
  { unit, decimals }: (typeof ANGLE_UNITS)[number],
) {
  const whole = numerator % denominator === 0;
  return `${(numerator / denominator).toFixed(whole ? 0 : decimals)}${unit} `;
}

function printAltitudeReference(value: Value): string {
  const [[side] = []] = value.components;
  if (side === 0) return 'Above sea level';
  return side === 1 ? 'Below sea level' : `(${printPlain(value)})`;
}

function printAltitude(value: Value): string {
  const [altitude] = value.components;
  if (!altitude || !isFraction(altitude)) return `(${printPlain(value)})`;
  const [numerator, denominator] = altitude;
  return `${(numerator / denominator).toFixed(denominator > 1 ? 1 : 0)} m`;
}

function printTime(value: Value): string {
  const parts = value.components;
  if (parts.length !== 3 || !parts.every(isFraction)) return `(${printPlain(value)})`;
  const seconds = parts.reduce((sum, [numerator, denominator]) => sum * 60 + numerator / denominator, 0);
  const fields = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((field) => Math.floor(field));
  const tenths = Number.isInteger(seconds) ? '' : `.${Math.floor((seconds % 1) * 10)}`;
  return fields.map((field) => `${field}`.padStart(2, '0')).join(':') + tenths;
}

/** Bytes that name the character set of a comment (Exif 2.32, section 4.6.5, table 9). */
const CHARACTER_SET_BYTES = 8;

function printComment(value: Value): string {
  if (value.type !== UNDEFINED) return printPlain(value);
  return readText(value.bytes.subarray(CHARACTER_SET_BYTES)).trimEnd();
}

type Fraction = readonly [numerator: number, denominator: number];

function isFraction(numbers: readonly number[]): numbers is Fraction {
  return numbers.length === 2 && numbers[1] !== 0;
}

/** Text up to its first NUL. */
function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
