import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lintKernels } from '../../scripts/lint-kernels.ts';

const root = mkdtempSync(join(tmpdir(), 'lint-'));
afterEach(() => rmSync(root, { recursive: true }));

it('finds what is imported and not used in a kernel, beside decorators and numbers of 64 bits', () => {
  mkdirSync(join(root, 'wasm/thing/assembly'), { recursive: true });
  const text = `import { half, other } from '../../shared/half';

const MIX: u64 = 0x9e3779b97f4a7c15;

// @ts-ignore: decorator
@inline
function mixed(value: u64): u64 {
  return half(value * MIX);
}

export function mix(value: u64): u64 {
  return mixed(value);
}
`;
  writeFileSync(join(root, 'wasm/thing/assembly/index.ts'), text);
  const found = lintKernels(root);
  expect(found).toContain("wasm/thing/assembly/index.ts:1:16: Identifier 'other' is imported but never used");
  expect(found).toContain('1 problem');
});
