/** Asks a running service as its operator: here by the key of `npm run dev`, elsewhere by the secret `ADMIN_KEY`. */
import { Mistake, webAddress } from './command.ts';

/** The key under `npm run dev`, which listens to this machine alone. */
export const LOCAL_ADMIN_KEY = 'local';

/** Options of every command that asks as the operator. */
export const OPERATOR_OPTIONS = {
  endpoint: { type: 'string', default: 'http://127.0.0.1:8787' },
  key: { type: 'string' },
} as const;

/** What these options mean. */
export const OPERATOR_USAGE = `  --endpoint URL   where the service is (http://127.0.0.1:8787)
  --key KEY        its ADMIN_KEY (the variable EDGE_IMG_ADMIN_KEY, or that of npm run dev)`;

/** The service's answer. Throws for a refusal. */
export async function askOperator(
  { endpoint, key }: { readonly endpoint: string; readonly key?: string | undefined },
  path: string,
  body: object = {},
): Promise<Record<string, unknown>> {
  const secret = key ?? process.env['EDGE_IMG_ADMIN_KEY'] ?? LOCAL_ADMIN_KEY;
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new Mistake('--key: expected printable characters without spaces.');
  const response = await fetch(`${webAddress('endpoint', endpoint)}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Record<string, unknown>;
  throw new Error(
    `${response.status}: ${text.startsWith('<') ? 'the service has no ADMIN_KEY' : text.trim()}`,
  );
}
