/** `npm run purge`: drops the cached pictures of originals. */
import { Mistake, runCommand } from './lib/command.ts';
import { askOperator, OPERATOR_OPTIONS, OPERATOR_USAGE } from './lib/operator.ts';

const USAGE = `usage: npm run purge -- KEY|--prefix PREFIX [OPTION…]
  Drops the cached pictures of the original KEY, or of all whose key begins with PREFIX, from Workers Cache. They are
  never wrong: this frees room, or makes what is shown be made anew.
  --bucket NAME    which bucket (the default one)
${OPERATOR_USAGE}`;

await runCommand(
  {
    usage: USAGE,
    takes: [0, 1],
    options: { ...OPERATOR_OPTIONS, bucket: { type: 'string' }, prefix: { type: 'string' } },
  },
  async ({ values, positionals: [key] }) => {
    const { bucket, prefix } = values;
    if ((key === undefined) === (prefix === undefined)) throw new Mistake('Expected a key or --prefix.');
    let total = 0;
    let cursor: unknown;
    do {
      const { purged, cursor: next } = await askOperator(values, '/-/purge', { bucket, key, prefix, cursor });
      total += Number(purged);
      cursor = next;
    } while (cursor !== undefined);
    console.log(`${total} ${total === 1 ? 'original' : 'originals'}`);
  },
);
