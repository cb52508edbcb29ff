import { expect, it } from 'vitest';
import { followClock } from '../../../../../electron/engine/rehearsal/followed-clock.ts';

function told(compression = 300) {
  let tick: (now: number) => void = () => {};
  let end: () => void = () => {};
  const clock = followClock({ now: 1_000, compression }, (onTick, onEnd) => {
    tick = onTick;
    end = onEnd;
    return () => {};
  });
  return { clock, tick: (now: number) => tick(now), end: () => end() };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

it('time is what the other process says, and stands still while that says nothing', async () => {
  const { clock, tick } = told();
  let isOver = false;
  const wait = clock.wait(5_000).then(() => {
    isOver = true;
  });
  await soon();
  expect(clock.now()).toBe(1_000);
  tick(5_999);
  await soon();
  expect(isOver).toBe(false);
  tick(6_000);
  await wait;
  expect(clock.now()).toBe(6_000);
  tick(5_000); // never back
  expect(clock.now()).toBe(6_000);
  clock.close();
});

it('when the other process is gone, time goes on by itself and ends every wait', async () => {
  const { clock, end } = told(1000);
  const wait = clock.wait(2_000);
  end();
  await wait;
  expect(clock.now()).toBeGreaterThanOrEqual(3_000);
  clock.close();
});

it('a wait ends with its signal, and with the clock', async () => {
  const { clock } = told();
  const stop = new AbortController();
  const stopped = clock.wait(5_000, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  const closed = clock.wait(5_000);
  clock.close();
  await expect(closed).rejects.toThrow('closed');
  await expect(clock.wait(5_000)).rejects.toThrow('closed');
});
