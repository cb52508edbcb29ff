import { join } from 'node:path';
import ssh2 from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { serveWorld } from '../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import { realClock } from '../../../../../electron/engine/shell/clock.ts';
import { read, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { openHostKeys } from '../../../../../electron/engine/transport/host-keys.ts';
import { createTransports } from '../../../../../electron/engine/transport/pool.ts';
import { debianHost, debianWorld } from '../../../../support/simulated-site.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

test('a verdict on a key that comes when the connection is over is told, and breaks nothing else', async () => {
  const key = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'test' });
  const world = debianWorld({ hosts: [debianHost('vm1', '192.168.1.21', {})], compression: 20 });
  const served = await serveWorld(world);
  onTestFinished(() => served.close());
  const hostKeys = await openHostKeys(join(temporaryFolder('late'), 'pins.json'));
  let hangUp = (): Promise<unknown> => Promise.resolve();
  const transports = createTransports({
    hosts: [{ name: 'vm1', address: '192.168.1.21', user: 'root' }],
    dialer: {
      connect: async (...to) => {
        const socket = await served.dialer.connect(...to);
        hangUp = () => {
          const closed = new Promise((resolve) => socket.once('close', resolve));
          socket.destroy();
          return closed;
        };
        return socket;
      },
    },
    key: new Secret(key.private),
    hostKeys: {
      ...hostKeys,
      judge: async (...judged) => {
        await hangUp();
        await hostKeys.judge(...judged);
      },
    },
    hostKeyPolicy: { mode: 'pinned-only' },
    redactor: createRedactor(),
    clock: realClock,
  });
  onTestFinished(() => transports.close());
  const rejections: unknown[] = [];
  const listen = (error: unknown): void => void rejections.push(error);
  process.on('unhandledRejection', listen);
  onTestFinished(() => void process.off('unhandledRejection', listen));
  await expect(transports.read('vm1').exec(read`true`)).rejects.toThrow(/transport\./);
  await expect.poll(() => hostKeys.refused('vm1')).toBeDefined();
  // Pins are written one after the other: now the verdict is out.
  await hostKeys.pin('other', Buffer.from('key'), { origin: 'known-before', by: 'test', note: 'last' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rejections).toEqual([]);
});
