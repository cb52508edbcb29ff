import { afterEach, expect, test } from 'vitest';
import type { CommandSet, Program } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { debianWorld, sh } from '../../../../../support/simulated-site.ts';

let world: SimWorld | undefined;
afterEach(() => world?.close());

/** Nobody lives through this: the thread waits, without computing and without its event loop. */
const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const programs: Readonly<Record<string, Program>> = {
  /** Takes the machine a while and a node no time. */
  compute: async (context) => {
    block(30);
    context.stdout('answer\n');
    await turn();
    block(30);
    return 0;
  },
  'hang-for-ever': (context) => context.sleep(1e9).then(() => 0),
  'hang-in-silence': () => new Promise(() => undefined),
};
const set: CommandSet = {
  id: 'slow-machine',
  programs,
  installedOn: () => true,
  initialState: () => ({}),
};

/** At 1,000 times the machine's time a limit of two seconds is two milliseconds of it. */
function openWorld(): SimWorld {
  world = debianWorld({ compression: 1000 }, [set]);
  return world;
}

test('a command that computes thirty times as long as its limit is answered: it did not wait', async () => {
  expect(await sh(openWorld(), 'timeout 2 compute')).toEqual({ code: 0, stdout: 'answer\n', stderr: '' });
});

test('so is a script of many commands, each of which takes the machine a while', async () => {
  const ran = await sh(openWorld(), `timeout -k 1 2 sh -c 'for n in 1 2 3 4 5; do compute; done; echo end'`);
  expect(ran).toEqual({ code: 0, stdout: `${'answer\n'.repeat(5)}end\n`, stderr: '' });
});

test.each(['hang-for-ever', 'hang-in-silence', 'sleep 3600', `sh -c 'while true; do sleep 1; done'`])(
  '%s is ended when its limit has run down, and not before',
  async (command) => {
    const opened = openWorld();
    // A sleep of the clock may be half a millisecond of the machine's time short.
    const startedAt = opened.now();
    expect(await sh(opened, `timeout 20 ${command}`)).toMatchObject({ code: 124 });
    expect(opened.now() - startedAt).toBeGreaterThanOrEqual(19_500);
  },
);

test('a command that waits less than its limit, and computes beside, is not ended', async () => {
  expect(await sh(openWorld(), `timeout 20 sh -c 'compute; sleep 12; compute; echo end'`)).toMatchObject({
    code: 0,
    stdout: 'answer\nanswer\nend\n',
  });
});

test('what ends the limiter ends its limit with it', async () => {
  expect(await sh(openWorld(), 'timeout 5 timeout 3600 hang-for-ever')).toMatchObject({ code: 124 });
});
