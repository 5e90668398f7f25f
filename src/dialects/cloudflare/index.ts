/** Cloudflare Images: `/cdn-cgi/image/OPTIONS/KEY`. */
import { invalid } from '../../core/spec/error.ts';
import { chainOf, type Dialect, keyOfAddress } from '../dialect.ts';
import { adjustments, outputOptions } from './adjust.ts';
import { readOptions } from './options.ts';
import { REPORT, reportOf } from './report.ts';
import { sizeActions } from './size.ts';
import { trimActions } from './trim.ts';

const PATH = /^cdn-cgi\/image\/([^/]+)\/(.+)$/s;
/** The vendor's numbers of errors: in the options, of a picture that is not there, and of one that cannot be made. */
const OPTIONS_ERROR = 9401;
const MISSING_ERROR = 9404;
const PICTURE_ERROR = 9412;

export const cloudflare: Dialect = {
  translate({ key }) {
    const [, text, rest] = PATH.exec(key) ?? [];
    if (text === undefined || rest === undefined) return undefined;
    const options = readOptions(text);
    const actions = [
      ...trimActions(options),
      ...rotateActions(options.get('rotate')),
      ...sizeActions(options),
      ...adjustments(options),
    ];
    const source = { key: keyOfAddress(rest) };
    if (options.get('format') === 'json')
      return { ...source, process: `image/${REPORT}`, report: reportOf(actions) };
    return { ...source, process: chainOf([...actions, ...outputOptions(options)]) };
  },
  refuse({ code, status, message }) {
    const number =
      code === 'InvalidArgument' ? OPTIONS_ERROR : status === 404 ? MISSING_ERROR : PICTURE_ERROR;
    return {
      contentType: 'text/plain; charset=utf-8',
      body: `ERROR ${number}: ${message}`,
      headers: { 'Cf-Resized': `err=${number}` },
    };
  },
};

function rotateActions(rotate: string | undefined): string[] {
  if (rotate === undefined) return [];
  if (!['0', '90', '180', '270', '360'].includes(rotate)) throw invalid('rotate', rotate);
  return rotate === '0' || rotate === '360' ? [] : [`turn,${rotate}`];
}
