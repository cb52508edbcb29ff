import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerCommandSet } from '../../../../../../electron/engine/rehearsal/docker/command-set.ts';
import type { SimHost } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { registryCommandSet } from '../../../../../../electron/engine/rehearsal/registry/command-set.ts';
import { RegistryStore } from '../../../../../../electron/engine/rehearsal/registry/registry-store.ts';
import { makeCertificate, newKeyPem } from '../../../../../../electron/engine/tls/certificate.ts';
import { debianHost, debianWorld, sh } from '../../../../../support/simulated-site.ts';
import { configured, installRegistry, listening, PORT } from './support/simulated-registry.ts';

const ADDRESS = '192.168.1.21';
const REGISTRY = `${ADDRESS}:${PORT}`;
const TRUST = `/etc/docker/certs.d/${REGISTRY}`;
const DAY_MS = 86_400_000;
let world: SimWorld;
let registryHost: SimHost;
let host: SimHost;
let rootKey: string;
let image: Image;

interface Image {
  readonly manifest: string;
  readonly config: string;
  readonly layer: string;
  readonly diffId: string;
}
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Puts an image into the simulated registry's files. */
function publish(tag: string): Image {
  const store = new RegistryStore(registryHost, '/var/lib/docker-registry', 'docker-registry');
  const layer = Buffer.from(`layer of ${tag}`);
  const diffId = digestOf(`unpacked ${tag}`);
  const config = Buffer.from(
    JSON.stringify({ created: '2026-11-21T23:01:41Z', config: { Labels: { tag } }, rootfs: { diff_ids: [diffId] } }),
  );
  const part = (bytes: Buffer) => {
    store.writeBlob(digestOf(bytes), { bytes, sizeBytes: bytes.length });
    store.linkLayer('lab/web', digestOf(bytes));
    return { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
  };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: part(config),
      layers: [part(layer)],
    }),
  );
  store.putManifest('lab/web', digestOf(manifest), manifest);
  store.writeTag('lab/web', tag, digestOf(manifest));
  return { manifest: digestOf(manifest), config: digestOf(config), layer: digestOf(layer), diffId };
}

function serveWith(
  names: { readonly names?: readonly string[]; readonly addresses?: readonly string[] },
  ends = DAY_MS,
) {
  const key = newKeyPem();
  const { certPem } = makeCertificate({
    issuer: 'CN=Site CA',
    issuerKeyPem: rootKey,
    subject: 'CN=registry',
    subjectKeyPem: key,
    serial: 2,
    authority: false,
    notBefore: world.now() - 2 * DAY_MS,
    notAfter: world.now() + ends,
    ...names,
  });
  registryHost.files.write('/etc/docker/registry/server.crt', Buffer.from(certPem));
  registryHost.files.write('/etc/docker/registry/server.key', Buffer.from(key), 0o400);
  registryHost.files.chown('/etc/docker/registry/server.key', 'docker-registry');
}

function authority(key: string): string {
  const times = { notBefore: world.now() - DAY_MS, notAfter: world.now() + 365 * DAY_MS };
  const subject = 'CN=Site CA';
  return makeCertificate({
    issuer: subject,
    issuerKeyPem: key,
    subject,
    subjectKeyPem: key,
    serial: 1,
    authority: true,
    ...times,
  }).certPem;
}

const docker = (command: string) => sh(world, `docker ${command}`, { host: 'vm2' });
const daemon = (message: string) => ({ code: 1, stdout: '', stderr: `Error response from daemon: ${message}\n` });
const restart = async () => {
  await configured(world, registryHost, { tls: true });
  await listening(world, registryHost);
};

beforeEach(async () => {
  const packages = { 'docker.io': '26.1.5+dfsg1-9', 'docker-compose': '2.26.1-4' };
  world = debianWorld({ hosts: [debianHost('vm1', ADDRESS), debianHost('vm2', '192.168.1.22', { packages })] }, [
    dockerCommandSet([]),
    registryCommandSet(),
  ]);
  registryHost = world.hosts.get('vm1') as SimHost;
  host = world.hosts.get('vm2') as SimHost;
  host.units.set('docker', { active: 'active', enabled: true });
  rootKey = newKeyPem();
  await installRegistry(world, registryHost);
  serveWith({ addresses: [ADDRESS] });
  await restart();
  host.files.makeDirectories(TRUST);
  host.files.write(`${TRUST}/ca.crt`, Buffer.from(authority(rootKey)));
  image = publish('1');
});
afterEach(() => world.close());

// The sentences are those that docker.io 26.1.5 of Debian 13 printed in front of docker-registry 2.8.3, digests and times aside.
describe('docker pulls from the registry of the site', () => {
  it('by digest: the digest stays, there is no tag, and a second pull brings nothing', async () => {
    const reference = `${REGISTRY}/lab/web@${image.manifest}`;
    const short = image.layer.slice(7, 19);
    expect(await docker(`pull ${reference}`)).toEqual({
      code: 0,
      stderr: '',
      stdout: `${reference}: Pulling from lab/web\n${short}: Pulling fs layer\n${short}: Verifying Checksum\n${short}: Download complete\n${short}: Pull complete\nDigest: ${image.manifest}\nStatus: Downloaded newer image for ${reference}\n${reference}\n`,
    });
    expect((await docker(`pull ${reference}`)).stdout).toBe(
      `${reference}: Pulling from lab/web\nDigest: ${image.manifest}\nStatus: Image is up to date for ${reference}\n${reference}\n`,
    );
    expect((await docker(`pull --quiet ${reference}`)).stdout).toBe(`${reference}\n`);
    expect(
      (await docker("image ls --digests --no-trunc --format '{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}'")).stdout,
    ).toBe(`${REGISTRY}/lab/web <none> ${image.manifest} ${image.config}\n`);
    expect(
      (await docker(`image inspect --format '{{json .RepoTags}} {{json .RepoDigests}} {{.Id}}' ${reference}`)).stdout,
    ).toBe(`[] ["${reference}"] ${image.config}\n`);
    expect((await docker(`image inspect ${REGISTRY}/lab/web`)).stderr).toBe(
      `Error response from daemon: No such image: ${REGISTRY}/lab/web:latest\n`,
    );
  });

  it('by tag: the tag takes the digest of its repository with it, another repository keeps the image', async () => {
    await docker(`pull ${REGISTRY}/lab/web:1`);
    await docker(`tag ${REGISTRY}/lab/web@${image.manifest} lab/x:1`);
    expect((await docker("image ls --digests --format '{{.Repository}} {{.Tag}} {{.Digest}}'")).stdout).toBe(
      `${REGISTRY}/lab/web 1 ${image.manifest}\nlab/x 1 <none>\n`,
    );
    expect((await docker(`image rm ${image.config.slice(7, 19)}`)).stderr).toBe(
      `Error response from daemon: conflict: unable to delete ${image.config.slice(7, 19)} (must be forced) - image is referenced in multiple repositories\n`,
    );
    expect((await docker(`image rm ${REGISTRY}/lab/web:1`)).stdout).toBe(
      `Untagged: ${REGISTRY}/lab/web:1\nUntagged: ${REGISTRY}/lab/web@${image.manifest}\n`,
    );
    expect((await docker('image rm lab/x:1')).stdout).toBe(
      `Untagged: lab/x:1\nDeleted: ${image.config}\nDeleted: ${image.diffId}\n`,
    );
  });

  it('prune takes what only a digest names', async () => {
    await docker(`pull ${REGISTRY}/lab/web@${image.manifest}`);
    expect((await docker('image prune -f')).stdout).toBe(
      `Deleted Images:\nuntagged: ${REGISTRY}/lab/web@${image.manifest}\ndeleted: ${image.config}\ndeleted: ${image.diffId}\n\nTotal reclaimed space: 10B\n`,
    );
  });

  it.each([
    ['web:9', (name: string) => `manifest for ${name} not found: manifest unknown: manifest unknown`],
    [
      `web@sha256:${'1'.repeat(64)}`,
      (name: string) => `manifest for ${name} not found: manifest unknown: manifest unknown`,
    ],
  ])('what is not there: %s', async (what, sentence) => {
    expect(await docker(`pull ${REGISTRY}/lab/${what}`)).toEqual(daemon(sentence(`${REGISTRY}/lab/${what}`)));
  });

  it('content that is not what its digest says is not taken', async () => {
    const data = `/var/lib/docker-registry/docker/registry/v2/blobs/sha256/${image.layer.slice(7, 9)}/${image.layer.slice(7)}/data`;
    registryHost.files.write(data, Buffer.from('lAyer of 1'));
    const reference = `${REGISTRY}/lab/web@${image.manifest}`;
    expect((await docker(`pull ${reference}`)).stderr).toBe(
      `filesystem layer verification failed for digest ${image.layer}\n`,
    );
    registryHost.files.remove(data);
    expect(await docker(`pull -q ${reference}`)).toEqual({ code: 1, stdout: '', stderr: 'unknown blob\n' });
    expect((await docker('image ls -q')).stdout).toBe('');
  });

  it('nobody there: closed port, address without a host, a name without an address', async () => {
    const cases = [
      [
        `${ADDRESS}:5999/lab/web:1`,
        `Get "https://${ADDRESS}:5999/v2/": dial tcp ${ADDRESS}:5999: connect: connection refused`,
      ],
      [
        '192.168.1.99:5443/a:1',
        'Get "https://192.168.1.99:5443/v2/": dial tcp 192.168.1.99:5443: connect: no route to host',
      ],
    ] as const;
    for (const [reference, sentence] of cases) expect(await docker(`pull ${reference}`)).toEqual(daemon(sentence));
    host.files.write('/etc/resolv.conf', Buffer.from('nameserver 192.168.1.1\n'));
    expect((await docker('pull postgres:16')).stderr).toMatch(
      /^Error response from daemon: Get "https:\/\/registry-1\.docker\.io\/v2\/": dial tcp: lookup registry-1\.docker\.io on 192\.168\.1\.1:53: read udp 192\.168\.1\.22:\d+->192\.168\.1\.1:53: i\/o timeout\n$/,
    );
    expect(await docker('pull lab/UP')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'invalid reference format: repository name (lab/UP) must be lowercase\n',
    });
  });

  it('whom it does not trust: no authority, another one of the same name, another address, too old', async () => {
    const pull = async () => (await docker(`pull -q ${REGISTRY}/lab/web:1`)).stderr;
    const said = (why: string) =>
      `Error response from daemon: Get "https://${REGISTRY}/v2/": tls: failed to verify certificate: x509: ${why}\n`;
    const good = authority(rootKey);
    host.files.write(`${TRUST}/ca.crt`, Buffer.from(authority(newKeyPem())));
    expect(await pull()).toBe(
      said(
        'certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "Site CA")',
      ),
    );
    host.files.remove(`${TRUST}/ca.crt`);
    expect(await pull()).toBe(said('certificate signed by unknown authority'));
    host.files.write(`${TRUST}/ca.cert`, Buffer.from(good));
    expect(await pull()).toBe(
      'Error response from daemon: missing key ca.key for client certificate ca.cert. CA certificates must use the extension .crt\n',
    );
    host.files.remove(`${TRUST}/ca.cert`);
    host.files.write(`${TRUST}/site.crt`, Buffer.from(good));
    expect(await pull()).toBe('');
    serveWith({ addresses: ['192.168.1.30'] });
    await restart();
    expect(await pull()).toBe(said(`certificate is valid for 192.168.1.30, not ${ADDRESS}`));
    serveWith({ names: ['reg.example.lan'] });
    await restart();
    expect(await pull()).toBe(
      said(`cannot validate certificate for ${ADDRESS} because it doesn't contain any IP SANs`),
    );
    serveWith({ addresses: [ADDRESS] }, -DAY_MS);
    await restart();
    expect(await pull()).toMatch(
      /x509: certificate has expired or is not yet valid: current time \S+Z is after \S+Z\n$/,
    );
    await configured(world, registryHost, { tls: false });
    await listening(world, registryHost);
    expect(await pull()).toBe(
      `Error response from daemon: Get "https://${REGISTRY}/v2/": http: server gave HTTP response to HTTPS client\n`,
    );
  });
});

describe('compose with images by digest', () => {
  const dockerCompose = (env: string, command: string) => {
    host.files.makeDirectories('/opt/shop');
    host.files.write(
      '/opt/shop/compose.yaml',
      Buffer.from('name: shop\nservices:\n  web:\n    image: ${REGISTRY:?say where}/lab/web@${WEB:?say which}\n'),
    );
    host.files.write('/opt/shop/.env', Buffer.from(env));
    return docker(`compose -f /opt/shop/compose.yaml ${command}`);
  };

  it('pulls what is missing, makes the container anew for another digest, and keeps the used one from removal', async () => {
    const env = (digest: string) => `REGISTRY=${REGISTRY}\nWEB=${digest}\n`;
    expect((await dockerCompose(env(image.manifest), 'up -d --wait')).code).toBe(0);
    const second = publish('2');
    const up = await dockerCompose(env(second.manifest), 'up -d --wait');
    expect(up.stderr).toContain(' web Pulled \n');
    expect(up.stderr).toContain(' Container shop-web-1  Recreated\n');
    expect((await docker("inspect shop-web-1 --format '{{.Config.Image}} {{.Image}}'")).stdout).toBe(
      `${REGISTRY}/lab/web@${second.manifest} ${second.config}\n`,
    );
    const used = `${REGISTRY}/lab/web@${second.manifest}`;
    expect((await docker(`image rm ${used}`)).stderr).toMatch(
      new RegExp(
        `^Error response from daemon: conflict: unable to remove repository reference "${used}" \\(must force\\) - container [0-9a-f]{12} is using its referenced image ${second.config.slice(7, 19)}\n$`,
      ),
    );
    expect((await docker(`image rm ${REGISTRY}/lab/web@${image.manifest}`)).code).toBe(0);
  });

  it('fails as it does for a digest that is not there, and for a variable that is not set', async () => {
    const absent = `${REGISTRY}/lab/web@sha256:${'1'.repeat(64)}`;
    const sentence = `manifest for ${absent} not found: manifest unknown: manifest unknown`;
    expect(await dockerCompose(`REGISTRY=${REGISTRY}\nWEB=sha256:${'1'.repeat(64)}\n`, 'up -d --wait')).toEqual({
      code: 18,
      stdout: '',
      stderr: ` web Pulling \n web Error ${sentence}\nError response from daemon: ${sentence}\n`,
    });
    expect(await dockerCompose(`REGISTRY=${REGISTRY}\n`, 'up -d')).toEqual({
      code: 15,
      stdout: '',
      stderr: 'error while interpolating services.web.image: required variable WEB is missing a value: say which\n',
    });
  });
});
