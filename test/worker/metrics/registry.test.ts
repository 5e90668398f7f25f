import { expect, it } from 'vitest';
import { createRegistry } from '../../../src/worker/metrics/registry.ts';

it('writes numbers as Prometheus reads them, whatever a label holds', () => {
  const registry = createRegistry();
  const sent = registry.counter('sent', 'Bytes.');
  sent.add(2, { name: 'a\\b"c\nd', other: '' });
  sent.add(3, { name: 'a\\b"c\nd', other: '' });
  sent.add(1);
  registry.gauge('now', 'Asked for.', () => [{ value: 7 }]);
  expect(registry.text()).toBe(
    [
      '# HELP sent Bytes.',
      '# TYPE sent counter',
      'sent{name="a\\\\b\\"c\\nd",other=""} 5',
      'sent 1',
      '# HELP now Asked for.',
      '# TYPE now gauge',
      'now 7',
      '',
    ].join('\n'),
  );
});

it('keeps a thousand combinations of labels, and counts further ones together', () => {
  const registry = createRegistry();
  const requests = registry.counter('requests', 'By what callers may choose.');
  for (let name = 0; name < 1003; name++) requests.add(1, { name: `${name}` });
  requests.add(1, { name: '999' });
  requests.add(1, { name: '1000' });
  const lines = registry.text().trim().split('\n').slice(2);
  expect(lines).toHaveLength(1001);
  expect(lines.slice(-2)).toEqual(['requests{name="999"} 2', 'requests{other="true"} 4']);
});
