import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { OWNABLE_KINDS } from '../../../../../electron/api/plan.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { known, unknown } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { ConfigSection } from '../../../../../electron/engine/facts/parse/section-config.ts';
import { parseAccess } from '../../../../../electron/engine/facts/pve/access.ts';
import { parseGuestConfig } from '../../../../../electron/engine/facts/pve/guest-configs.ts';
import { parseStorages } from '../../../../../electron/engine/facts/pve/storages.ts';
import { findOrphans } from '../../../../../electron/engine/ownership/find-orphans.ts';
import { ownableKinds } from '../../../../../electron/engine/ownership/kinds/index.ts';
import {
  backupJobsFact,
  type FoundMark,
  marksFact,
  snippetsFact,
} from '../../../../../electron/engine/ownership/ownership-facts.ts';
import { confirmedOrphans, removalSteps } from '../../../../../electron/engine/ownership/removal-steps.ts';
import type { View } from '../../../../../electron/engine/steps/step.ts';
import { viewOf } from '../../../../steps/support/step-bench.ts';
import {
  changed,
  corosyncOf,
  joinedSite,
  NODE1,
  NODE2,
  site,
  siteWithoutWitness,
} from '../../../../steps/support/two-node.ts';

const TAG = 'sitewright-municipal';

interface ClusterParts {
  readonly guests?: readonly { readonly id: number; readonly text: string; readonly node?: string }[];
  readonly storages?: string;
  readonly users?: string;
  readonly resources?: readonly ConfigSection[];
  readonly groups?: readonly ConfigSection[];
  readonly rules?: readonly ConfigSection[];
  readonly jobs?: readonly ConfigSection[];
  readonly backups?: readonly ConfigSection[];
  readonly marks?: readonly FoundMark[];
  readonly snippets?: readonly { readonly file: string; readonly siteId: string }[];
  readonly members?: readonly string[];
  readonly more?: Partial<HostFacts>;
  readonly site?: Site;
}

/** A cluster that has just this on it. */
function cluster(parts: ClusterParts): View {
  const guests = parts.guests ?? [];
  const members = parts.members ?? ['pve-node1', 'pve-node2'];
  const facts: Partial<HostFacts> = {
    pmxcfs: known({ mounted: true }) as HostFacts['pmxcfs'],
    guestConfigs: known(new Map(guests.map(({ id, text, node }) => [id, parseGuestConfig(id, node ?? NODE1, text)]))),
    vmList: known(new Map(guests.map(({ id, node }) => [id, { id, type: 'qemu', node: node ?? NODE1 }]))),
    storages: known(parseStorages(parts.storages ?? '')),
    access: known(parseAccess(parts.users ?? '')),
    haResources: known(parts.resources ?? []),
    haGroups: known(parts.groups ?? []),
    haRules: known(parts.rules ?? []),
    replicationJobs: known(parts.jobs ?? []),
    members: known({
      nodeName: NODE1,
      cluster: { name: 'municipal', nodes: members.length, quorate: true, version: 3 },
      members: members.map((name, index) => ({ name, nodeId: index + 1, online: name !== 'pve-node3' })),
    }),
    extra: new Map<string, ReturnType<typeof known>>([
      [marksFact.id, known(parts.marks ?? [])],
      [backupJobsFact.id, known(parts.backups ?? [])],
      [snippetsFact.id, known(parts.snippets ?? [])],
    ]),
    ...parts.more,
  };
  const hosts = changed(changed(joinedSite(), NODE1, facts), 'pve-node2', { extra: facts.extra });
  return viewOf(hosts, { site: parts.site ?? site });
}
const section = (type: string, id: string, values: Readonly<Record<string, string>>): ConfigSection => ({
  type,
  id,
  values,
});
const names = (view: View): readonly string[] =>
  findOrphans(view).found.map(({ orphan }) => `${orphan.kind} ${orphan.name}`);
const mark = (kind: FoundMark['kind'], name: string, nature: string = kind, tag = TAG): FoundMark => ({
  kind,
  name,
  nature,
  tag,
});

describe('what is ours and no longer named', () => {
  it('knows every kind of the contract, each after those that go before it', () => {
    expect(ownableKinds.map((kind) => kind.kind)).toEqual([...OWNABLE_KINDS]);
    for (const [index, kind] of ownableKinds.entries())
      for (const before of kind.after) expect(OWNABLE_KINDS.indexOf(before), kind.kind).toBeLessThan(index);
  });

  it('is told by tag, comment, name or mark, for each kind; a longer site id is another site', () => {
    const view = cluster({
      guests: [
        { id: 100, text: `name: vm-dashboard\ntags: ${TAG}` },
        { id: 150, text: `name: old\ntags: archive;${TAG}` },
        { id: 151, text: `name: theirs\ntags: ${TAG}2` },
        { id: 9050, text: `name: old-template\ntags: ${TAG}\ntemplate: 1` },
      ],
      storages: 'dir: isos\n\tpath /srv/isos\n\ndir: theirs\n\tpath /srv/x\n\nnfs: moved\n\tserver nas\n',
      marks: [
        mark('storage', 'isos', 'dir'),
        mark('storage', 'theirs', 'dir', `${TAG}2`),
        mark('storage', 'moved', 'dir'),
        mark('role', 'SitewrightTerraform'),
        mark('member', 'pve-node3'),
        mark('member', 'pve-node1'),
        mark('member', 'never-there'),
      ],
      users: `user:terraform@pve:1:0::::${TAG}::\nuser:x@pve:1:0::::theirs::\ntoken:x@pve!lost:0:1:${TAG}:\nrole:SitewrightTerraform:VM.Audit:\nrole:Own:VM.Audit:\n`,
      resources: [section('vm', '150', { comment: TAG }), section('vm', '151', { comment: 'theirs' })],
      groups: [section('group', `${TAG}-150`, { nodes: 'pve-node1' }), section('group', `${TAG}2-150`, {})],
      rules: [
        section('node-affinity', `ha-group-${TAG}-150`, { resources: 'vm:150' }),
        section('node-affinity', 'theirs', { resources: 'vm:150' }),
      ],
      jobs: [section('local', '150-0', { comment: TAG, target: 'pve-node2' }), section('local', '151-0', {})],
      backups: [section('vzdump', 'nightly', { comment: TAG }), section('vzdump', 'theirs', {})],
      snippets: [
        { file: `${TAG}-old.yaml`, siteId: 'municipal' },
        { file: `${TAG}-2-vm.yaml`, siteId: 'municipal-2' },
        { file: `${TAG}-vm-dashboard.yaml`, siteId: 'municipal' },
      ],
      members: ['pve-node1', 'pve-node2', 'pve-node3'],
    });
    expect(names(view)).toEqual([
      'ha-resource vm:150',
      `ha-rule ha-group-${TAG}-150`,
      `ha-group ${TAG}-150`,
      'replication-job 150-0',
      'backup-job nightly',
      'machine old',
      'template old-template',
      `snippet ${TAG}-old.yaml`,
      'storage isos',
      'api-user terraform@pve',
      'api-token x@pve!lost',
      'api-role SitewrightTerraform',
      'member pve-node3',
    ]);
    expect(findOrphans(view).unknown).toEqual([]);
  });

  it('is not told from facts that could not be read: that is a warning, never an empty list', () => {
    const view = cluster({ more: { guestConfigs: unknown('timeout') }, marks: [mark('role', 'x')] });
    const { found, unknown: untold } = findOrphans(view);
    expect(found).toEqual([]);
    expect(untold[0]).toMatchObject({ severity: 'warning', evidence: ['timeout'] });
  });

  const guarded: readonly (readonly [string, ClusterParts, string])[] = [
    [
      'a protected machine',
      { guests: [{ id: 150, text: `name: old\ntags: ${TAG}\nprotection: 1` }] },
      'ownership.protected',
    ],
    ['a locked machine', { guests: [{ id: 150, text: `name: old\ntags: ${TAG}\nlock: backup` }] }, 'machine.locked'],
    [
      'a machine on a node that is not in the site',
      { guests: [{ id: 150, text: `name: old\ntags: ${TAG}`, node: 'pve-node3' }] },
      'ownership.on-other-node',
    ],
    [
      'a template of which somebody made linked clones',
      {
        guests: [
          { id: 9050, text: `name: old\ntags: ${TAG}\ntemplate: 1` },
          { id: 151, text: 'name: theirs\nscsi0: vmdata:base-9050-disk-0/vm-151-disk-0,size=8G' },
        ],
      },
      'ownership.in-use',
    ],
    [
      "a storage with somebody's disk",
      {
        guests: [{ id: 151, text: 'name: theirs\nscsi0: isos:151/vm-151-disk-0.raw,size=8G' }],
        storages: 'dir: isos\n\tpath /srv/isos\n',
        marks: [mark('storage', 'isos', 'dir')],
      },
      'ownership.in-use',
    ],
    [
      "a role with which somebody's user works",
      {
        users: 'user:x@pve:1:0:::::\nrole:SitewrightTerraform:VM.Audit:\nacl:1:/:x@pve:SitewrightTerraform:\n',
        marks: [mark('role', 'SitewrightTerraform')],
      },
      'ownership.in-use',
    ],
    [
      "a group of somebody's HA resource",
      {
        groups: [section('group', `${TAG}-150`, {})],
        resources: [section('vm', '151', { group: `${TAG}-150` })],
      },
      'ownership.in-use',
    ],
    [
      'a member with a guest on it',
      {
        guests: [{ id: 151, text: 'name: theirs', node: 'pve-node3' }],
        marks: [mark('member', 'pve-node3')],
        members: ['pve-node1', 'pve-node2', 'pve-node3'],
      },
      'cluster.member-has-guests',
    ],
  ];
  test.each(guarded)('%s cannot be removed, and the plan says why', (_title, parts, code) => {
    expect(findOrphans(cluster(parts)).found.map(({ orphan }) => orphan.diagnostic?.code)).toContain(code);
  });

  it('goes by its typed name; a name that means two is refused, and is taken with its kind', () => {
    const view = cluster({
      guests: [{ id: 150, text: `name: isos\ntags: ${TAG}` }],
      storages: 'dir: isos\n\tpath /srv/isos\n',
      marks: [mark('storage', 'isos', 'dir')],
    });
    const orphans = findOrphans(view);
    const refusal = (typed: readonly string[]) => {
      try {
        return confirmedOrphans(orphans, typed).map(({ orphan }) => orphan.kind);
      } catch (error) {
        return error instanceof DiagnosticError ? error.diagnostics[0].code : error;
      }
    };
    expect(refusal(['isos'])).toBe('ownership.ambiguous');
    expect(refusal(['storage:isos'])).toEqual(['storage']);
    expect(refusal(['iso'])).toBe('ownership.not-an-orphan');
    expect(refusal([])).toBe('ownership.unconfirmed');
  });

  it('never touches what does not carry our mark, whatever lies beside it', () => {
    const someId = fc.integer({ min: 100, max: 140 });
    const someTag = fc.constantFrom(TAG, `${TAG}2`, 'archive', `x-${TAG}`, '');
    const someName = fc.constantFrom('a', 'b', 'isos', 'vm-dashboard');
    const guest = fc.record({ id: someId, tag: someTag, name: someName, isTemplate: fc.boolean() });
    const commented = fc.record({ id: someId, tag: someTag });
    const marked = fc.record({ name: someName, tag: someTag, nature: fc.constantFrom('dir', 'nfs') });
    fc.assert(
      fc.property(
        fc.uniqueArray(guest, { selector: ({ id }) => id }),
        fc.uniqueArray(commented, { selector: ({ id }) => id }),
        fc.uniqueArray(marked, { selector: ({ name }) => name }),
        (guests, jobs, stores) => {
          const view = cluster({
            guests: guests.map(({ id, tag, name, isTemplate }) => ({
              id,
              text: `name: ${name}\ntags: ${tag}${isTemplate ? '\ntemplate: 1' : ''}`,
            })),
            resources: jobs.map(({ id, tag }) => section('vm', String(id), { comment: tag })),
            jobs: jobs.map(({ id, tag }) => section('local', `${id}-0`, { comment: tag, target: 'pve-node2' })),
            backups: jobs.map(({ id, tag }) => section('vzdump', `b${id}`, { comment: tag })),
            storages: stores.map(({ name }) => `dir: ${name}\n\tpath /srv/${name}\n`).join('\n'),
            marks: stores
              .filter(({ tag }) => tag !== '')
              .map(({ name, tag, nature }) => mark('storage', name, nature, tag)),
          });
          const { found } = findOrphans(view);
          const ours = new Set([
            ...guests.filter(({ tag }) => tag === TAG).map(({ id }) => `guest ${id}`),
            ...jobs.filter(({ tag }) => tag === TAG).flatMap(({ id }) => [`vm:${id}`, `${id}-0`, `b${id}`]),
            ...stores.filter(({ tag, nature }) => tag === TAG && nature === 'dir').map(({ name }) => `storage ${name}`),
          ]);
          for (const { kind, thing } of found) {
            const isGuest = kind.kind === 'machine' || kind.kind === 'template';
            const name = isGuest ? `guest ${thing.id}` : kind.kind === 'storage' ? `storage ${thing.id}` : thing.id;
            expect(ours.has(name), `${kind.kind} ${name}`).toBe(true);
          }
          // the steps of a removal have no other targets than what was confirmed
          const targets = removalSteps(found).flatMap((step) => step.targets(view.site));
          expect([...targets].sort()).toEqual(found.map(({ thing }) => thing.name).sort());
          expect(new Set(targets.map((target, index) => `${found[index]?.kind.kind} ${target}`)).size).toBe(
            found.length,
          );
          // and what the site names is never among it
          for (const machine of view.site.machines)
            expect(found.some(({ thing }) => thing.id === String(machine.id))).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the vote of a witness', () => {
  const device = (host: string) => ({ corosync: corosyncOf([NODE1, NODE2], { host, algorithm: 'ffsplit', votes: 1 }) });
  const ours = mark('witness', '192.168.1.20', 'qdevice');

  it('is an orphan once the site names no witness, or another one, and goes with its name alone', () => {
    const view = cluster({ marks: [ours], more: device('192.168.1.20'), site: siteWithoutWitness });
    expect(names(view)).toEqual(['witness 192.168.1.20']);
    const [step] = removalSteps(confirmedOrphans(findOrphans(view), ['192.168.1.20']));
    expect(step?.check(view, '192.168.1.20')).toEqual({
      state: 'needed',
      changes: [{ what: 'witness 192.168.1.20', before: 'cluster', after: 'removed' }],
    });
  });

  it('is none while the site names it, where somebody else set it up, and where it votes no more', () => {
    expect(names(cluster({ marks: [ours], more: device('192.168.1.20') }))).toEqual([]);
    expect(names(cluster({ marks: [], more: device('192.168.1.20'), site: siteWithoutWitness }))).toEqual([]);
    expect(names(cluster({ marks: [ours], more: device('192.168.1.99'), site: siteWithoutWitness }))).toEqual([]);
    expect(names(cluster({ marks: [ours], site: siteWithoutWitness }))).toEqual([]);
  });

  it('stays while a member is away, as its removal needs every one', () => {
    const view = cluster({
      marks: [ours],
      more: device('192.168.1.20'),
      members: ['pve-node1', 'pve-node2', 'pve-node3'],
      site: siteWithoutWitness,
    });
    expect(findOrphans(view).found[0]?.orphan.diagnostic?.code).toBe('cluster.member-offline');
  });
});
