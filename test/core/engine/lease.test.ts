import { describe, expect, it } from 'vitest';
import { createLease, JobLost } from '../../../src/core/engine/lease.ts';

describe('a lease', () => {
  it('gives back what is held, once, however often it ends', () => {
    const lease = createLease();
    const given: string[] = [];
    lease.hold(() => given.push('memory'));
    const crossOff = lease.hold(() => given.push('turn'));
    expect([crossOff(), crossOff()]).toEqual([true, false]);
    lease.end();
    lease.end();
    expect(given).toEqual(['memory']);
  });

  it('stops a job for the first reason that it is given', async () => {
    const lease = createLease();
    const waiting = lease.until(new Promise(() => undefined));
    expect(() => lease.check()).not.toThrow();
    lease.stop(new Error('first'));
    lease.stop(new Error('second'));
    lease.end();
    expect(() => lease.check()).toThrow('first');
    await expect(waiting).rejects.toThrow('first');
  });

  it('calls a job lost that was given up from outside', async () => {
    const lease = createLease();
    lease.end();
    expect(lease.stopped).toBeInstanceOf(JobLost);
    await expect(lease.until(Promise.resolve('late'))).resolves.toBe('late');
  });
});
