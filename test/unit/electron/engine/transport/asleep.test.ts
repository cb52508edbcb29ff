import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../../../../../electron/engine/shell/clock.ts';
import { read } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { hostTransport } from '../../../../../electron/engine/transport/host-transport.ts';
import { startRealSshd } from '../../../../support/real-sshd.ts';
import { sshTo } from '../../../../support/ssh-to.ts';

test('a look during which this computer slept, out of the network, is asked again over a new connection', async () => {
  const sshd = await startRealSshd();
  // what comes over a connection of before the sleep is answered with a reset, as by a node that gave it up meanwhile
  let naps = 0;
  const network = createServer((client) => {
    const since = naps;
    const far = connect(sshd.port, '127.0.0.1');
    client.on('data', (chunk) => (since === naps ? far.write(chunk) : client.resetAndDestroy()));
    far.on('data', (chunk) => void (since === naps && client.write(chunk)));
    for (const each of [client, far]) each.on('error', () => undefined);
    client.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
  const raw = await sshTo(sshd, 'pve1', { port: (network.address() as AddressInfo).port, keepaliveMs: 500 });
  const host = hostTransport({ raw, user: sshd.user, redactor: createRedactor(), clock: realClock });
  const awake = join(sshd.folder, 'awake');
  await host.exec(read`true`);
  const asked = host.exec(read`if [ -e ${awake} ]; then echo seen; else sleep 60; fi`, { timeoutMs: 4_000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  naps += 1;
  writeFileSync(awake, '');
  sleepFor(8_000);
  expect((await asked).stdout).toBe('seen\n');
  await raw.close();
  network.close();
  await sshd.stop();
}, 60_000);

/** Nothing of this process goes on meanwhile: no timer, no socket. */
function sleepFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
