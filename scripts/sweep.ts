/** `npm run sweep`: removes what killed requests have left behind, now rather than within the hour. */
import { runCommand } from './lib/command.ts';
import { askOperator, OPERATOR_OPTIONS, OPERATOR_USAGE } from './lib/operator.ts';

const USAGE = `usage: npm run sweep -- [OPTION…]
  Removes from every bucket what killed requests have left behind: what the service does every hour. What is in use stays.
${OPERATOR_USAGE}`;

await runCommand({ usage: USAGE, options: OPERATOR_OPTIONS }, async ({ values }) => {
  const { failed, ...swept } = await askOperator(values, '/-/sweep');
  for (const [kind, count] of Object.entries(swept)) console.log(`${kind}: ${String(count)}`);
  const buckets = failed as string[];
  if (buckets.length === 0) return 0;
  console.error(`failed for ${buckets.join(', ')}: see the service's log`);
  return 1;
});
