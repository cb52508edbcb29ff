import { describe, expect, it } from 'vitest';
import { createLocks } from '../../../../../electron/engine/run/lock.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('locks', () => {
  it('gives all names at once, in the order of asking among those that share one', async () => {
    const locks = createLocks();
    const order: string[] = [];
    const first = await locks.acquire(['a', 'b']);
    const second = locks.acquire(['b', 'c']).then((release) => {
      order.push('second');
      return release;
    });
    const third = locks.acquire(['c']).then((release) => {
      order.push('third');
      return release;
    });
    const other = await locks.acquire(['d']);
    await settled();
    expect(order).toEqual([]); // c is free, but the second asked for it first
    first();
    (await second)();
    (await third)();
    other();
    expect(order).toEqual(['second', 'third']);
    expect(locks.tryAcquire(['a', 'b', 'c', 'd'])).toBeDefined();
  });

  it('does not give what somebody waits for to who tries', async () => {
    const locks = createLocks();
    const held = await locks.acquire(['a']);
    const waiting = locks.acquire(['a', 'b']);
    expect(locks.tryAcquire(['b'])).toBeUndefined();
    held();
    held();
    (await waiting)();
    expect(locks.tryAcquire(['b'])).toBeDefined();
  });

  it('forgets a request that was given up', async () => {
    const locks = createLocks();
    const held = await locks.acquire(['a']);
    const controller = new AbortController();
    const given = locks.acquire(['a', 'b'], controller.signal);
    const next = locks.acquire(['b']);
    controller.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    (await next)();
    held();
    expect(locks.tryAcquire(['a', 'b'])).toBeDefined();
  });
});
