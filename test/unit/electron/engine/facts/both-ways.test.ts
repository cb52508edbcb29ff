import { afterEach, expect, test } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { SeededRandom } from '../../../../../electron/engine/rehearsal/kernel/random.ts';
import { steps } from '../../../../../electron/engine/steps/index.ts';
import { type SimulatedSite, simulatedSite } from '../../../../steps/support/simulated-site.ts';
import { site, siteWithoutWitness } from '../../../../steps/support/two-node.ts';
import { sh } from '../../../../support/simulated-site.ts';
import { askBothWays, FILE_FACTS, plainText } from './both-ways.ts';

let simulated: SimulatedSite | undefined;
afterEach(() => simulated?.close());

const PHASES = [...new Set(steps.map((step) => step.phase))];
const [, second] = site.hosts.filter((host) => host.os === 'pve');
if (!second?.hardware) throw new Error('the example has no second node');
const third: Site['hosts'][number] = {
  ...second,
  name: 'pve-node3',
  address: '192.168.1.13',
  links: { 0: '10.10.10.13', 1: '192.168.1.13' },
  hardware: {
    ...second.hardware,
    disks: second.hardware.disks.map((disk) => ({ ...disk, serial: `${disk.serial}3` })),
    nics: second.hardware.nics.map((nic) => ({ ...nic, mac: nic.mac.replace(/..$/, 'a3') })),
  },
};
const threeNodes: Site = {
  ...siteWithoutWitness,
  hosts: [...siteWithoutWitness.hosts, third],
  storages: [],
  machines: [],
  templates: [],
  stacks: [],
};
const as = (version: Site['pve']['version'], which: Site): Site => ({ ...which, pve: { version } });

/** What people make on a cluster beside what our steps make, each command in a state of its own. */
const BY_HAND: readonly string[] = [
  'pvesm add dir plain-dir --path /srv/plain',
  'pvesm add dir images --path /srv/images --content iso,vztmpl,snippets --nodes pve-node2,pve-node1 --disable 1',
  'pveum group add operators --comment "the night shift"; pveum user add ana@pve --comment "Ana: 50%, night" --enable 0 --groups operators',
  'pveum role add Looker --privs VM.Audit,Sys.Audit,Datastore.Audit; pveum acl modify /vms --groups operators --roles Looker,PVEVMUser',
  'pveum user token add ana@pve ci --privsep 0 --expire 1900000000 --comment "for: the build"; pveum acl modify / --tokens ana@pve!ci --roles PVEAuditor --propagate 0',
  'qm create 200 --name one --memory 512 --cores 2 --onboot 1 --tags "web;Lab" --net0 virtio,bridge=vmbr0 --ciuser admin --cipassword secret12 --ipconfig0 ip=dhcp',
  'qm create 201 --name two --template 1',
  'qm set 200 --description "made: by hand" --tags ""',
  'ha-manager add vm:200 --state stopped --max_restart 2 --comment "keep: it"',
  'pvesh set /cluster/options --migration insecure,network=10.10.10.0/24 --keyboard es --email_from root@site.example',
];
const BY_HAND_8: readonly string[] = [
  'ha-manager groupadd both --nodes pve-node2:1,pve-node1:2 --nofailback 1 --restricted 1; ha-manager set vm:200 --group both',
];
const BY_HAND_9: readonly string[] = [
  'ha-manager rules add node-affinity first --resources vm:200 --nodes pve-node2:1,pve-node1:2 --strict 1',
  'ha-manager set vm:200 --failback 0',
];

test.each([
  ['8.4 with a witness', site],
  ['9.1 with a witness', as('9.1', site)],
  ['9.2 with a witness', as('9.2', site)],
  ['three nodes of 8.4', threeNodes],
  ['three nodes of 9.2', as('9.2', threeNodes)],
])(
  '%s: in every state each fact is the same by the file and by the API, whatever order the vendor answers in',
  async (_, which: Site) => {
    const opened = simulatedSite(which);
    simulated = opened;
    const seeded = new SeededRandom(7);
    const differences: string[] = [];
    const unknownFacts = new Set<string>();
    const compare = async (state: string): Promise<void> => {
      for (const host of which.hosts.filter((entry) => entry.os === 'pve')) {
        const { byFile, byApi } = await askBothWays(opened.world, host.name, () => seeded.next());
        for (const name of FILE_FACTS) {
          if (!byFile[name].known) unknownFacts.add(name);
          const [file, api] = [plainText(byFile[name]), plainText(byApi[name])];
          if (file !== api) differences.push(`${state}: ${host.name} ${name}\n${file}\n${api}`);
        }
      }
    };
    await compare('installed');
    for (const phase of PHASES) {
      const ends = await opened.walk([phase]);
      expect([...ends].filter(([, end]) => end !== 'satisfied')).toEqual([]);
      await compare(phase);
    }
    const versioned = which.pve.version.startsWith('9') ? BY_HAND_9 : BY_HAND_8;
    for (const command of [...BY_HAND, ...versioned]) {
      const done = await sh(opened.world, command, { host: 'pve-node1' });
      expect(`${done.code} ${done.stderr}`, command).toMatch(/^0 /);
      await opened.world.sleep(15);
      await compare(command);
    }
    expect(differences).toEqual([]);
    expect([...unknownFacts]).toEqual([]);
  },
  120_000,
);
