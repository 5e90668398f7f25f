/** Whether a form keeps to its policy. */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { FieldCondition, Policy } from './policy.ts';

/**
 * `value` gives the form's fields by lower-case name, `bucket` and the final `key` among them. Throws `AccessDenied`
 * for a policy that has ended or a condition that does not hold; sizes are checked as the file passes.
 */
export function checkPolicy(
  { expires, conditions }: Policy,
  value: (name: string) => string | undefined,
  now: number,
): void {
  if (now > expires) throw denied('Policy expired.');
  const failed = conditions.find((condition) => !holds(condition, value(condition.name)));
  if (failed) throw denied(`Policy Condition failed: ${describe(failed)}`);
}

/** An absent field equals nothing, and begins like nothing but the empty text. */
function holds({ operator, operand }: FieldCondition, value: string | undefined): boolean {
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'starts-with':
      return (value ?? '').startsWith(operand as string);
    case 'in':
      return value !== undefined && operand.includes(value);
    case 'not-in':
      return value === undefined || !operand.includes(value);
  }
}

/** As the vendor writes it, with blanks: `["starts-with", "$key", "user/"]`. */
function describe({ operator, name, operand }: FieldCondition): string {
  const list = (items: readonly string[]) => items.map((item) => JSON.stringify(item)).join(', ');
  const shown = typeof operand === 'string' ? list([operand]) : `[${list(operand)}]`;
  return `[${list([operator, `$${name}`])}, ${shown}]`;
}

function denied(reason: string): OssError {
  return new OssError('AccessDenied', { message: `Invalid according to Policy: ${reason}` });
}
