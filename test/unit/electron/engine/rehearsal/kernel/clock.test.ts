import { afterEach, expect, test } from 'vitest';
import { SimClock } from '../../../../../../electron/engine/rehearsal/kernel/clock.ts';

let clock: SimClock | undefined;
afterEach(() => clock?.close());

const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('while the thread is held up simulated time stands still, however often it is asked for', async () => {
  const held = new SimClock(0, 1000);
  clock = held;
  await held.sleep(1);
  const before = held.now();
  for (let time = 0; time < 20; time += 1) {
    block(10);
    held.now();
  }
  // 200 of the machine's milliseconds would be 200 seconds
  expect(held.now() - before).toBeLessThan(1000);
});

test('while the thread has nothing to do simulated time passes', async () => {
  const idle = new SimClock(0, 1000);
  clock = idle;
  await idle.sleep(60);
  expect(idle.now()).toBeGreaterThanOrEqual(59_500);
});
