import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { fail } from '../../../../../electron/api/diagnostic.ts';
import { createProgram } from '../../../../../electron/cli/program.ts';
import type { Session } from '../../../../../electron/cli/session.ts';
import { createDesks } from '../../../../../electron/engine/app/desks.ts';
import type { FlashOrder } from '../../../../../electron/engine/app/drives-desk.ts';
import { createRouter } from '../../../../../electron/engine/router.ts';
import { inProcessClient } from '../../../../../electron/engine/serve/in-process.ts';
import { openTestEngine, testPorts } from '../../../../support/test-engine.ts';

const SERIAL = '4C530001230927114092';

/** The real router, with a desk for drives that only notes what it is asked to write. */
function open() {
  const test = openTestEngine();
  onTestFinished(test.close);
  const desks = createDesks(testPorts(test.folder));
  const orders: FlashOrder[] = [];
  const drives = {
    flashing: (order: FlashOrder) => {
      orders.push(order);
      throw fail('flash.cancelled', { params: { device: 'x' } });
    },
  } as unknown as typeof desks.drives;
  const router = createRouter({ ...desks, drives });
  return { orders, client: (surface: 'cli' | 'window') => inProcessClient(router, surface) };
}

it('--accept-large names one drive that is written although it is large', async () => {
  const { orders, client } = open();
  const session = {
    client: client('cli'),
    language: 'en',
    out: new PassThrough(),
    err: new PassThrough(),
    colour: false,
  } as unknown as Session;
  const run = async (...more: string[]) => {
    const program = createProgram(async (work) => void (await work(session)), 'en', '0');
    const line = ['flash', 'a.iso', '--to', '/dev/sdb', '--confirm', SERIAL, ...more];
    await expect(program.parseAsync(line, { from: 'user' })).rejects.toThrow();
  };
  await run('--accept-large', SERIAL);
  await run();
  expect(orders.map(({ acceptLarge }) => acceptLarge)).toEqual([SERIAL, undefined]);
});

it('a window cannot accept a large drive', async () => {
  const { orders, client } = open();
  const writes = [{ image: 'a.iso', device: '/dev/sdb', confirm: SERIAL }];
  await expect(client('window').drives.flash({ writes, acceptLarge: SERIAL })).rejects.toThrow();
  expect(orders).toEqual([{ writes, base: undefined, acceptLarge: undefined }]);
});
