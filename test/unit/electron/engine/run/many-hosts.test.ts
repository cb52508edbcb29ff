import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { change } from '../../../../../electron/engine/shell/command.ts';
import { follow } from '../../../../../electron/engine/shell/follow.ts';
import { ToySite } from './toy-site.ts';

const HOSTS = Array.from({ length: 32 }, (_, index) => `h${index + 1}`);

const warnings: string[] = [];
const hear = (warning: Error): void => void warnings.push(`${warning.name}: ${warning.message}`);
beforeEach(() => {
  warnings.length = 0;
  process.on('warning', hear);
});
afterEach(() => void process.off('warning', hear));

/** A site whose commands hold on to the signal that they are given, as those over SSH do. */
function largeSite(): ToySite {
  const toy = new ToySite(HOSTS);
  toy.onCommand = async (_host, _word, signal) => {
    const release = follow(new AbortController(), signal);
    await delay(5);
    release();
  };
  return toy;
}

test('an item that asks 32 hosts at once brings no warning of the process', async () => {
  const toy = largeSite();
  const everywhere = toy.step('a', {
    on: ['h1'],
    apply: async (context) => {
      await Promise.all(HOSTS.map((host) => context.transport(host).exec(change`add a`)));
    },
  });
  const { result } = await toy.apply([everywhere]);
  expect({ outcome: result.outcome, mostAtWork: toy.mostAtWork }).toEqual({ outcome: 'done', mostAtWork: 32 });
  expect(warnings).toEqual([]);
});

test('a look at 32 hosts at once brings no warning of the process', async () => {
  const toy = largeSite();
  const { result } = await toy.apply([toy.step('a', { on: ['h1'] })], {
    gather: async (hosts, before, signal) => {
      const releases = HOSTS.map(() => follow(new AbortController(), signal));
      await delay(5);
      for (const release of releases) release();
      return toy.gather(hosts, before, signal);
    },
  });
  expect(result.outcome).toBe('done');
  expect(warnings).toEqual([]);
});
