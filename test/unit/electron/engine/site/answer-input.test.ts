import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { type Host, type Install, type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import { sha512Crypt } from '../../../../../electron/engine/answers/sha512-crypt.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { type AnswerDelivery, answerInput } from '../../../../../electron/engine/site/answer-input.ts';
import {
  firstBootAction,
  impliedSecretUses,
  usesReceiver,
  webhookTarget,
} from '../../../../../electron/engine/site/delivery.ts';
import { makeAnswers } from '../../../../../electron/engine/site/make-answers.ts';
import { pinnedNicNames } from '../../../../../electron/engine/site/nic-names.ts';
import { rootPasswordHash } from '../../../../../electron/engine/site/root-password-hash.ts';

const site: Site = SiteSchema.parse(parse(readFileSync('examples/three-node-dhcp/site.toml', 'utf8')));
const [pve1] = site.hosts;
if (!pve1?.install) throw new Error('the example installs its first host');
const first: Host = pve1;
const install: Install = pve1.install;
const HASH = `$6$salt$${'a'.repeat(86)}`;
const secrets = { rootPasswordHash: HASH, subscriptionKey: 'pve1c-0123456789', webhookToken: 'token' };
const laptop: AnswerDelivery = {
  firstBoot: { source: 'from-iso' },
  webhook: { url: 'https://192.168.20.50:8443/x', certFingerprint: 'ab'.repeat(32), authToken: 'of the laptop' },
};
const { dhcp: _dhcp, ...fixedNetwork } = site.network;
const fixed: Site = { ...site, network: fixedNetwork, media: { ...site.media, delivery: 'stick-per-node' } };
const inputOf = (change: Partial<Install>, of: Site = site, delivery: AnswerDelivery = laptop) =>
  answerInput(of, { ...first, install: { ...install, ...change } }, secrets, delivery);

describe('what the answer of a node says', () => {
  it('each way of naming disks comes through, and what the installer would not look at is left out', () => {
    const none = { diskSerials: undefined };
    expect(inputOf({})?.disks).toEqual({
      filesystem: 'zfs',
      zfs: { raid: 'raid1', arcMaxMib: 6144 },
      selection: {
        by: 'filter',
        filter: { ID_SERIAL_SHORT: 'PHYG9310001[AB]480BGN' },
      },
    });
    expect(inputOf({ ...none, diskPaths: ['sda', 'sdb'] })?.disks.selection).toEqual({
      by: 'list',
      disks: ['sda', 'sdb'],
    });
    const filter = { ID_MODEL: 'x' };
    const all = { ...none, diskFilter: filter, diskFilterMatch: 'all' } as const;
    expect(inputOf(all)?.disks.selection).toEqual({ by: 'filter', filter, match: 'all' });
    expect(inputOf({ ...all, filesystem: 'xfs', raid: undefined })?.disks).toEqual({
      filesystem: 'xfs',
      selection: { by: 'filter', filter },
    });
    expect(inputOf(none)).toBeUndefined();
    expect(inputOf({ filesystem: 'ext4', lvm: { swapsizeGib: 4 } })?.disks).toMatchObject({ lvm: { swapsizeGib: 4 } });
    expect(inputOf({ filesystem: 'btrfs', btrfs: { compress: 'zstd' } })?.disks).toMatchObject({
      btrfs: { raid: 'raid1', compress: 'zstd' },
    });
  });

  it('the management port is told by its MAC, by a filter, or by the lease', () => {
    expect(inputOf({ pinNicNames: false })?.network).toEqual({
      source: 'from-answer',
      cidr: '192.168.20.11/24',
      gateway: '192.168.20.1',
      dns: '192.168.20.1',
      filter: { ID_NET_NAME_MAC: '*7cc255100100' },
    });
    const nicFilter = { INTERFACE: 'eno1' };
    expect(inputOf({ managementMac: undefined, nicFilter })?.network).toMatchObject({ filter: nicFilter });
    expect(inputOf({ networkSource: 'from-dhcp', pinNicNames: false })?.network).toEqual({ source: 'from-dhcp' });
    expect(inputOf({ nameFromDhcp: { domain: 'lab.lan' } })?.global.fqdn).toEqual({
      source: 'from-dhcp',
      domain: 'lab.lan',
    });
    expect(inputOf({ nameFromDhcp: {} })?.global.fqdn).toEqual({ source: 'from-dhcp' });
  });

  it('keys come once, the site’s own first, and restarts as the node says', () => {
    const own = site.access.sshPublicKey;
    const global = inputOf({
      rootSshKeys: ['ssh-ed25519 AAAA x', ` ${own}`],
      rebootOnError: true,
      rebootMode: 'reboot',
    });
    expect(global?.global).toMatchObject({
      rootSshKeys: [own, 'ssh-ed25519 AAAA x'],
      rebootOnError: true,
      rebootMode: 'reboot',
    });
    expect(inputOf({})?.global).not.toHaveProperty('rebootOnError');
  });

  it('what only 9.2 knows is not said to older installers', () => {
    const old: Site = { ...site, pve: { version: '9.1' } };
    expect(inputOf({})?.global.subscriptionKey).toBe('pve1c-0123456789');
    expect(inputOf({}, old)?.global).not.toHaveProperty('subscriptionKey');
    expect(inputOf({})?.webhook).toEqual(laptop.webhook);
    expect(inputOf({}, old)?.webhook).toEqual({
      url: 'https://192.168.20.50:8443/x',
      certFingerprint: 'ab'.repeat(32),
    });
  });
});

describe('how a node reaches this laptop', () => {
  const toUrl = { to: 'url', url: 'https://10.0.0.1/x' } as const;

  it('without DHCP no webhook is written and nothing is fetched, whatever the file and the maker of media say', () => {
    for (const webhook of [{ to: 'laptop' } as const, toUrl, {}]) {
      const of: Site = { ...fixed, media: { ...site.media, webhook } };
      expect(webhookTarget(of)).toBe('none');
      expect(inputOf({}, of)).not.toHaveProperty('webhook');
    }
    const fetched = { firstBoot: { source: 'from-url', url: 'https://192.168.20.50:8443/h' } } as const;
    expect(inputOf({}, fixed, fetched)).not.toHaveProperty('firstBoot');
    const firstBoot = { action: 'from-url', ordering: 'fully-up', url: 'https://10.0.0.1/h' } as const;
    expect(firstBootAction({ ...fixed, media: { ...site.media, firstBoot } })).toBe('none');
  });

  it('the hook that reports rides in the image and keeps the ordering of the site', () => {
    const firstBoot = { action: 'report', ordering: 'network-online' } as const;
    const of: Site = { ...fixed, media: { ...fixed.media, firstBoot } };
    expect(inputOf({}, of)?.firstBoot).toEqual({ source: 'from-iso', ordering: 'network-online' });
    expect(inputOf({}, of, {})).not.toHaveProperty('firstBoot');
  });

  it('what the site names by an address is written as it stands', () => {
    const firstBoot = { action: 'from-url', ordering: 'fully-up', url: 'https://10.0.0.1/h' } as const;
    const of: Site = { ...site, media: { delivery: 'stick-per-node', firstBoot, webhook: toUrl } };
    expect(inputOf({}, of)).toMatchObject({
      firstBoot: { source: 'from-url', ordering: 'fully-up', url: 'https://10.0.0.1/h' },
      webhook: { url: 'https://10.0.0.1/x', authToken: 'token' },
    });
    expect(usesReceiver(of)).toBe(false);
    expect(impliedSecretUses({ ...of, stacks: [] })).toEqual([]);
  });

  it('needs an identity and a secret exactly where the site says the laptop’s address and something leads there', () => {
    const names = (of: Site) => impliedSecretUses({ ...of, stacks: [] }).map((use) => use.ref);
    expect(names(site)).toEqual(['secret:arrival-identity', 'secret:arrival-secret']);
    expect(names(fixed)).toEqual(['secret:arrival-identity', 'secret:arrival-secret']);
    const { laptop: _laptop, ...network } = site.network;
    expect(names({ ...site, network })).toEqual([]);
    const quiet = { ...fixed.media, firstBoot: { ...fixed.media.firstBoot, action: 'none' } } as const;
    expect(names({ ...fixed, media: quiet })).toEqual([]);
  });

  it('needs an authority of its own where stacks run on it', () => {
    const of = { ...site, network: { ...site.network, laptop: undefined } } as Site;
    expect(impliedSecretUses(of)).toEqual([{ ref: 'secret:site-authority', field: 'stacks' }]);
  });
});

describe('the names of ports', () => {
  it('say what each port is for, by MAC in lower case', () => {
    const nics = first.hardware?.nics ?? [];
    const spare = { name: 'eno2', mac: '7C:C2:55:10:01:01', speedMbps: 1000 };
    const host = { ...first, hardware: { disks: [], nics: [spare, ...nics] } };
    expect(pinnedNicNames(site, host)).toEqual({
      '7c:c2:55:10:01:00': 'mgmt0',
      '7c:c2:55:10:01:02': 'link0',
      '7c:c2:55:10:01:03': 'link1',
      '7c:c2:55:10:01:01': 'port0',
    });
  });

  it('that a person gives win, and no name is given twice', () => {
    const nicNames = { '7C:C2:55:10:01:02': 'mgmt0', '7c:c2:55:10:01:09': 'link1' };
    expect(pinnedNicNames(site, { ...first, install: { ...install, nicNames } })).toEqual({
      '7c:c2:55:10:01:02': 'mgmt0',
      '7c:c2:55:10:01:09': 'link1',
      '7c:c2:55:10:01:00': 'mgmt1',
      '7c:c2:55:10:01:03': 'port0',
    });
  });

  it('are left out for 8.4, where they are not wanted, and on machines that are there already', () => {
    expect(pinnedNicNames({ ...site, pve: { version: '8.4' } }, first)).toBeUndefined();
    expect(pinnedNicNames(site, { ...first, install: { ...install, pinNicNames: false } })).toBeUndefined();
    expect(pinnedNicNames(site, { ...first, origin: 'existing' })).toBeUndefined();
  });
});

describe('the hash of a root password', () => {
  it('is crypt(3)’s, the same each time, and different for each password, site and node', () => {
    const hash = rootPasswordHash('groups of letters', 'hospital', 'pve1');
    const salt = hash.split('$')[2] ?? '';
    expect(salt).toMatch(/^[./0-9A-Za-z]{16}$/);
    expect(hash).toBe(sha512Crypt('groups of letters', salt));
    const others = [
      rootPasswordHash('groups of letters', 'hospital', 'pve1'),
      rootPasswordHash('groups of letterz', 'hospital', 'pve1'),
      rootPasswordHash('groups of letters', 'hospital', 'pve2'),
      rootPasswordHash('groups of letters', 'hospita', 'lpve1'),
    ];
    expect(others[0]).toBe(hash);
    expect(new Set(others.map((each) => each.split('$')[2])).size).toBe(4);
  });

  it('stands in the answer where the site names a password, and the answer says so in its report', () => {
    const [made] = makeAnswers(
      site,
      () => new Secret('groups of letters'),
      () => laptop,
    );
    expect(made?.text).toContain(
      `root-password-hashed = "${rootPasswordHash('groups of letters', 'hospital', 'pve1')}"`,
    );
    expect(made).toMatchObject({ firstBoot: 'from-iso', hasWebhook: true });
    expect(made?.diagnostics.map((found) => [found.code, found.params.url])).toEqual([
      ['answer.trap-webhook', 'https://192.168.20.50:8443'],
    ]);
  });
});
