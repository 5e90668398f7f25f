/** The body of a save-as request (wire reference, section 6), which no two SDKs write alike. */
import { type Process, readProcess } from '../../../core/engine/chain/language.ts';
import { invalid, ProcessError } from '../../../core/spec/error.ts';
import { invalidArgument, missingArgument } from '../../protocol/error/errors.ts';
import { textFromBase64 } from '../../protocol/text/base64.ts';
import { decodePercent } from '../../protocol/text/percent.ts';

/** A chain or style, and where its result goes. */
export interface SaveRequest {
  readonly process: Process;
  readonly key: string;
  /** Undefined for the original's own bucket. */
  readonly bucket: string | undefined;
}

/**
 * Reads `PARAMETER=image/…|sys/saveas,o_…,b_…`, percent-encoded or not. A plus is a plus: raw bodies hold
 * standard base64. Throws `InvalidArgument`, `MissingArgument`, or `BadRequest` for broken base64.
 */
export function readSaveBody(body: string, parameter: string): SaveRequest {
  const trimmed = body.trim();
  const encoded = trimmed.startsWith(`${parameter}=`) ? trimmed.slice(parameter.length + 1) : trimmed;
  const text = decodePercent(encoded);
  if (!text) throw invalidArgument(parameter, encoded.slice(0, 100));
  const process = readProcess(text);
  if (process.saveAs === undefined) throw invalid(parameter, text.slice(0, 100));
  const { o, b } = process.saveAs;
  if (!o) throw missingArgument('o');
  return { process, key: decodeName(o), bucket: b ? decodeName(b) : undefined };
}

function decodeName(encoded: string): string {
  const text = textFromBase64(encoded);
  if (text === undefined) throw new ProcessError('BadRequest', 'Input is not base64 decoding.');
  return text;
}
