import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { wireText } from '../../electron/engine/shell/command.ts';
import { storageActivity } from '../../electron/engine/steps/storage/storage-activity.ts';
import { simulatedSite } from './support/simulated-site.ts';
import { NODE1, site } from './support/two-node.ts';

test.each(['8.4', '9.1'] as const)('%s: what pvestatd tells of a node is what is active on it', async (version) => {
  const simulated = simulatedSite({ ...site, pve: { version } });
  const host = simulated.world.hosts.get(NODE1);
  if (!host) throw new Error('no host');
  const { command, parse } = storageActivity(NODE1);
  const out: Buffer[] = [];
  try {
    await simulated.world.sleep(25);
    const code = await simulated.world.run(host, ['sh', '-c', wireText(command)], {
      cwd: '/root',
      env: new Map([['PATH', '/usr/sbin:/usr/bin:/sbin:/bin']]),
      stdout: (chunk) => out.push(Buffer.from(chunk)),
      stderr: () => {},
    });
    const now = simulated.world.now() / 1000;
    const said = parse({ code, stdout: Buffer.concat(out).toString(), stderr: '' });
    expect(said).toEqual(known({ changedAt: expect.any(Number), activeAt: new Map([['local', expect.any(Number)]]) }));
    if (said.known) expect(Math.abs((said.value.activeAt.get('local') ?? 0) - now)).toBeLessThan(60);
  } finally {
    simulated.close();
  }
});
