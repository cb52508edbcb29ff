import { afterEach, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

const GROUPS = 'group: used\n\tnodes pve1:2\n\trestricted 1\n\tnofailback 1\n\ngroup: idle\n\tnodes pve1\n';
const RESOURCES = 'vm: 100\n\tgroup used\n\tstate started\n';

async function withGroups(version: '8.4' | '9.1'): Promise<LabWorld> {
  lab = openLab([labHost('pve1', 'pve', version, '192.0.2.11')]);
  await lab.run('pve1', 'pvecm create lab');
  await lab.wait(12);
  await lab.run('pve1', 'qm create 100 --name x');
  await lab.run('pve1', `printf '${GROUPS.replaceAll('\n', '\\n')}' > /etc/pve/ha/groups.cfg`);
  await lab.run('pve1', `printf '${RESOURCES.replaceAll('\n', '\\n')}' > /etc/pve/ha/resources.cfg`);
  return lab;
}

it('groups of an upgraded cluster become rules about a minute after all nodes are new; until then neither is taken', async () => {
  const site = await withGroups('9.1');
  const add = () => site.run('pve1', 'ha-manager rules add node-affinity mine --resources vm:100 --nodes pve1');
  expect(JSON.parse((await site.run('pve1', 'pvesh get /cluster/ha/groups --output-format json')).stdout)).toHaveLength(
    2,
  );
  expect(await add()).toMatchObject({
    code: 255,
    stderr: expect.stringContaining('cannot create ha rule: ha groups have not been migrated yet'),
  });
  await site.wait(90);
  expect((await site.run('pve1', 'pvesh get /cluster/ha/groups --output-format json')).stderr).toContain(
    'ha groups have been migrated to rules',
  );
  expect(JSON.parse((await site.run('pve1', 'pvesh get /cluster/ha/rules --output-format json')).stdout)).toMatchObject(
    [{ rule: 'ha-group-used', type: 'node-affinity', resources: 'vm:100', nodes: 'pve1:2', strict: 1 }],
  );
  expect((await site.run('pve1', 'cat /etc/pve/ha/resources.cfg')).stdout).toBe(
    'vm: 100\n\tfailback 0\n\tstate started\n\n',
  );
});

it('groups of 8.x stay', async () => {
  const site = await withGroups('8.4');
  await site.wait(90);
  expect(JSON.parse((await site.run('pve1', 'pvesh get /cluster/ha/groups --output-format json')).stdout)).toHaveLength(
    2,
  );
});
