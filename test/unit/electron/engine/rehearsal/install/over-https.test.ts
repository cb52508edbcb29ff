import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PveVersion } from '../../../../../../electron/api/site.ts';
import { makeImages } from '../../../../../../electron/engine/image/make-images.ts';
import { installState } from '../../../../../../electron/engine/rehearsal/install/model/install-state.ts';
import { fingerprint } from '../../../../../../electron/engine/shell/ssh-keys.ts';
import { makeCertificate, newKeyPem } from '../../../../../../electron/engine/tls/certificate.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import {
  answerText,
  bareSite,
  LAPTOP,
  mac,
  openRack,
  type Rack,
  type RackOptions,
  sha256OfFile,
} from './support/bare-site.ts';

interface Seen {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

type Reply = { readonly status: number; readonly type?: string; readonly body?: string; readonly location?: string };

const key = newKeyPem();
let certificate = '';
let pin = '';
let rack: Rack | undefined;
let server: Server | undefined;
let seen: Seen[] = [];

beforeAll(() => {
  const made = makeCertificate({
    subject: 'CN=laptop',
    issuer: 'CN=laptop',
    subjectKeyPem: key,
    issuerKeyPem: key,
    serial: 7,
    notBefore: Date.now() - 3_600_000,
    notAfter: Date.now() + 365 * 86_400_000,
    authority: false,
    names: ['laptop'],
    addresses: [LAPTOP],
  });
  certificate = made.certPem;
  pin = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
});

afterEach(async () => {
  const defects = rack?.world.defects ?? [];
  rack?.close();
  rack = undefined;
  seen = [];
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
  expect(defects).toEqual([]);
});

/** A rack with the laptop in its network: a real HTTPS server that answers as told. */
async function open(options: RackOptions, reply: (request: Seen) => Reply): Promise<Rack> {
  const opened = openRack(options);
  rack = opened;
  seen = [];
  const listening = createServer({ key, cert: certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Seen = {
        path: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers as Seen['headers'],
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(one);
      const { status, type = 'text/plain', body = '', location } = reply(one);
      response.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body);
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  opened.machines.connectLaptop(LAPTOP, 8443, { host: '127.0.0.1', port });
  return opened;
}

/** One image for all machines: it only says where to ask. */
async function askingStick({ base, folder }: Rack, http: string) {
  const { images } = await makeImages({
    basePath: base,
    outDir: folder,
    siteId: 'bare',
    nodes: [{ node: 'bare', modeFile: `mode = "http"\n\n[http]\n${http}\n` }],
    acceptBase: sha256OfFile(base),
  });
  return { overlayPath: images[0]?.file ?? '', basePath: base };
}

const url = `url = "https://${LAPTOP}:8443/secret/answer"`;

describe('an answer asked for over HTTPS', () => {
  for (const [version, isUpper] of [
    ['8.4', false],
    ['9.1', false],
    ['9.2', true],
  ] as const satisfies readonly (readonly [PveVersion, boolean])[]) {
    it(`tells the machine's firmware and ports as ${version} does, and installs what comes back`, async () => {
      const lab = await open({ site: bareSite({ version, dhcp: true }) }, () => ({ status: 200, body: answerText() }));
      lab.machines.insertStick(
        'pve1',
        await askingStick(lab, `${url}\ncert_fingerprint = "${pin}"\ntoken = "letmein"`),
      );
      lab.machines.powerOn('pve1');
      await lab.off('pve1');
      const [request] = seen;
      expect(request).toMatchObject({ method: 'POST', path: '/secret/answer' });
      expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(request?.headers.authorization).toBe(isUpper ? 'Bearer letmein' : undefined);
      expect(request?.headers.accept).toBe(isUpper ? 'application/json, application/toml;q=0.5' : undefined);
      const body = JSON.parse(request?.body ?? '{}') as Record<string, unknown>;
      expect(body).toMatchObject({
        $schema: { version: '1.0' },
        product: { product: 'pve', enable_btrfs: true },
        iso: { release: version, isorelease: '1' },
        dmi: { system: { serial: 'SN-1' }, chassis: { asset_tag: 'Default string' } },
      });
      const macs = (body.network_interfaces as { mac: string }[]).map((nic) => nic.mac);
      const wanted = [mac(0, 1), mac(0, 2)];
      expect(macs).toEqual(isUpper ? wanted : wanted.map((each) => each.toLowerCase()));
      expect(request?.body).not.toContain('SYS-1');
      expect(installState(lab.world).machines.pve1?.waiting?.spec.osVersion).toBe(version);
    });
  }

  it('takes a JSON answer on 9.2, follows a redirect as GET, and stops at a status that is no success', async () => {
    const answer = { global: { keyboard: 'es' } };
    let turn = 0;
    const lab = await open({ site: bareSite({ version: '9.2', dhcp: true }) }, ({ path }) => {
      turn += 1;
      if (path === '/secret/answer') return { status: 302, location: '/other' };
      return turn < 3
        ? { status: 200, type: 'application/json', body: JSON.stringify(answer) }
        : { status: 404, body: 'nobody' };
    });
    const stick = await askingStick(lab, `${url}\ncert_fingerprint = "${pin}"`);
    lab.machines.insertStick('pve1', stick);
    lab.machines.powerOn('pve1');
    await lab.until('pve1', 'Failed to parse answer file');
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(lab.machines.screen('pve1').join('\n')).toMatch(/network/);
    lab.machines.insertStick('pve2', stick);
    lab.machines.powerOn('pve2');
    await lab.until('pve2', 'http error: 404 Not Found: nobody');
  });

  it('says the words of the real one for a wrong, a broken and a missing fingerprint', async () => {
    const wrong = `${'0'.repeat(62)}ff`;
    for (const [given, words] of [
      [`cert_fingerprint = "${wrong}"`, 'Fingerprint did not match!'],
      ['cert_fingerprint = "not hex"', "Invalid character 'n' at position 0"],
      ['', 'invalid peer certificate: UnknownIssuer'],
    ] as const) {
      const lab = await open({ site: bareSite({ dhcp: true }) }, () => ({ status: 200, body: answerText() }));
      lab.machines.insertStick('pve1', await askingStick(lab, `${url}\n${given}`));
      lab.machines.powerOn('pve1');
      await lab.until('pve1', words);
      expect(lab.machines.screen('pve1').join('\n')).toContain('root@proxmox:/#');
      expect(seen).toEqual([]);
      lab.close();
      await new Promise<void>((resolve) => server?.close(() => resolve()));
    }
  });

  it('is never asked for without a lease: no DHCP in the site, or its server dead', async () => {
    for (const [dhcp, faults] of [
      [false, []],
      [true, ['install.no-dhcp']],
    ] as const) {
      const lab = await open({ site: bareSite({ dhcp }), faults }, () => ({ status: 200, body: answerText() }));
      lab.machines.insertStick('pve1', await askingStick(lab, `${url}\ncert_fingerprint = "${pin}"`));
      lab.machines.powerOn('pve1');
      await lab.until('pve1', 'Network is unreachable');
      expect(seen).toEqual([]);
      lab.close();
      await new Promise<void>((resolve) => server?.close(() => resolve()));
    }
  });

  it('believes a fingerprint also with a clock that is twenty years behind', async () => {
    const site = bareSite({ dhcp: true });
    const lab = await open({ site, faults: ['install.clock-wrong@pve1'] }, () => ({ status: 200, body: answerText() }));
    lab.machines.insertStick('pve1', await askingStick(lab, `${url}\ncert_fingerprint = "${pin}"`));
    lab.machines.powerOn('pve1');
    await lab.off('pve1');
    lab.machines.removeStick('pve1');
    lab.machines.powerOn('pve1');
    await lab.until('pve1', /^pve1 login:/m);
    expect(Number((await sh(lab.world, 'date +%Y', { host: 'pve1' })).stdout)).toBeLessThan(
      new Date().getFullYear() - 18,
    );
  });
});

const webhook = (more = '') => `
[post-installation-webhook]
url = "https://${LAPTOP}:8443/installed/pve1"
cert-fingerprint = "${pin}"
${more}`;

describe('the webhook after an installation', () => {
  it('without DHCP ends in the shell, although the installation is good', async () => {
    const lab = await open({ site: bareSite() }, () => ({ status: 200 }));
    lab.machines.insertStick('pve1', await lab.stick(answerText({ rest: webhook() })));
    lab.machines.powerOn('pve1');
    await lab.until('pve1', 'Post-installation hook failed');
    expect(lab.machines.screen('pve1').join('\n')).toContain('Network is unreachable');
    expect(lab.machines.screen('pve1').at(-1)).toContain('root@proxmox:/#');
    expect(seen).toEqual([]);
    // A person who knows it pulls the stick and switches it off and on.
    lab.machines.removeStick('pve1');
    lab.machines.powerOff('pve1');
    lab.machines.powerOn('pve1');
    await lab.until('pve1', /^pve1 login:/m);
  });

  it('tells what was installed, by the schema of its version, with the keys that the node then shows', async () => {
    for (const [version, schema] of [
      ['8.4', '1.1'],
      ['9.2', '1.2'],
    ] as const) {
      const lab = await open({ site: bareSite({ version, dhcp: true }) }, () => ({ status: 200 }));
      const rest = webhook(version === '9.2' ? 'auth-token = "sesame"' : '');
      lab.machines.insertStick('pve1', await lab.stick(answerText({ rest })));
      lab.machines.powerOn('pve1');
      await lab.off('pve1');
      const body = JSON.parse(seen[0]?.body ?? '{}') as Record<string, unknown>;
      expect(body).toMatchObject({
        $schema: { version: schema },
        product: { short: 'pve' },
        filesystem: 'ext4',
        fqdn: 'pve1.bare.lan',
        'reboot-mode': 'power-off',
        disks: [{ size: 240e9 }, { size: 240e9, 'is-bootdisk': true }],
        'cpu-info': { hvm: true, cores: 8 },
      });
      const nics = body['network-interfaces'] as Record<string, unknown>[];
      expect(nics[0]).toMatchObject({
        mac: mac(0, 1).toLowerCase(),
        address: '192.168.1.11/24',
        'is-management': true,
      });
      expect('name' in (nics[0] ?? {})).toBe(schema === '1.2');
      expect(nics[1]).not.toHaveProperty('address');
      expect(body.token).toBe(version === '9.2' ? 'sesame' : undefined);
      lab.machines.removeStick('pve1');
      lab.machines.powerOn('pve1');
      await lab.until('pve1', /^pve1 login:/m);
      const keys = body['ssh-public-host-keys'] as Record<string, string>;
      const shown = await sh(
        lab.world,
        'for key in /etc/ssh/*_key.pub; do ssh-keygen -lf $key; done; cat /etc/machine-id',
        { host: 'pve1' },
      );
      for (const kind of ['ecdsa', 'ed25519', 'rsa']) expect(shown.stdout).toContain(fingerprint(keys[kind] ?? ''));
      expect(shown.stdout).toContain(body['machine-id'] as string);
      lab.close();
      await new Promise<void>((resolve) => server?.close(() => resolve()));
    }
  });

  it('counts only 200 and 201 as success on 9.2, and restarts after an error where the answer says so', async () => {
    const lab = await open({ site: bareSite({ version: '9.2', dhcp: true }) }, () => ({ status: 204 }));
    const answer = answerText({ rest: webhook(), global: 'reboot-on-error = true\nreboot-mode = "power-off"' });
    lab.machines.insertStick('pve1', await lab.stick(answer));
    lab.machines.powerOn('pve1');
    await lab.until('pve1', 'http error: 204');
    await lab.until('pve1', 'executed automatically');
  });

  it('fails when the laptop does not take it, or nobody has its address', async () => {
    const lab = await open({ site: bareSite({ dhcp: true }), faults: ['install.webhook-unreachable@pve1'] }, () => ({
      status: 200,
    }));
    lab.machines.insertStick('pve1', await lab.stick(answerText({ rest: webhook() })));
    lab.machines.powerOn('pve1');
    await lab.until('pve1', 'Connection refused');
    const elsewhere = answerText({ node: 2, rest: webhook().replace(LAPTOP, '192.168.1.77') });
    lab.machines.insertStick('pve2', await lab.stick(elsewhere));
    lab.machines.powerOn('pve2');
    await lab.until('pve2', 'No route to host');
  });
});
