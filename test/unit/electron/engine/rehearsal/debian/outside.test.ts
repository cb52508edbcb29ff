import { createServer, type Server } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsOf } from '../../../../../../electron/engine/rehearsal/debian/settings.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { makeCertificate, newKeyPem } from '../../../../../../electron/engine/tls/certificate.ts';
import { debianHost, debianWorld, sh } from '../../../../../support/simulated-site.ts';

const LAPTOP = '192.168.1.50';
const DAY_MS = 86_400_000;

let server: Server;
let world: SimWorld;
let posted: string[] = [];

beforeAll(async () => {
  const key = newKeyPem();
  const { certPem } = makeCertificate({
    subject: 'CN=laptop',
    issuer: 'CN=laptop',
    subjectKeyPem: key,
    issuerKeyPem: key,
    serial: 1,
    notBefore: Date.now() - DAY_MS,
    notAfter: Date.now() + 1000 * DAY_MS,
    authority: false,
    names: [],
    addresses: [LAPTOP],
  });
  server = createServer({ key, cert: certPem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString('utf8')}`);
      response.writeHead(request.url === '/refused' ? 403 : 200).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  world = debianWorld({
    compression: 400,
    hosts: [debianHost('vm1', '192.168.1.21', { packages: { curl: '7.88.1' }, files: { '/root/ca.pem': certPem } })],
  });
  for (const wanted of [LAPTOP, '192.168.1.51', '10.9.9.9'])
    world.connectOutside(wanted, 8443, { host: '127.0.0.1', port });
});
afterAll(async () => {
  world.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const ask = async (command: string) => {
  posted = [];
  return sh(world, command);
};

describe('a simulated machine that speaks with this laptop', () => {
  it('posts a file over TLS that it believes by the certificate it was given', async () => {
    const wget = await ask(
      `echo report >/root/r; wget -q -O - --ca-certificate=/root/ca.pem --post-file=/root/r https://${LAPTOP}:8443/in`,
    );
    expect(wget).toMatchObject({ code: 0, stdout: 'taken' });
    expect(posted).toEqual(['POST /in report\n']);
    const curl = await ask(`curl -sS --cacert /root/ca.pem --data-binary @/root/r https://${LAPTOP}:8443/in`);
    expect(curl).toMatchObject({ code: 0, stdout: 'taken' });
    expect(posted).toEqual(['POST /in report\n']);
  });

  it('sends nothing to a server that it does not believe, with the exit codes of wget and curl', async () => {
    for (const [place, more, message] of [
      [LAPTOP, '', "doesn't have a known issuer"],
      ['192.168.1.51', '--ca-certificate=/root/ca.pem', 'does not match hostname'],
    ] as const) {
      const wget = await ask(`wget -O - --tries=1 ${more} --post-data=x https://${place}:8443/in`);
      expect(wget.code).toBe(5);
      expect(wget.stderr).toContain(message);
      expect(posted).toEqual([]);
    }
    expect((await ask(`curl -s -d x https://${LAPTOP}:8443/in`)).code).toBe(60);
    expect(posted).toEqual([]);
    expect((await ask(`curl -sk -d x https://${LAPTOP}:8443/in`)).code).toBe(0);
  });

  it('looks at the certificate’s dates by its own clock', async () => {
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    for (const [days, message] of [
      [-30, 'is not yet activated'],
      [2000, 'has expired'],
    ] as const) {
      settingsOf(world, host).clockOffsetSeconds = days * 86_400;
      const { code, stderr } = await ask(`wget -O - --ca-certificate=/root/ca.pem https://${LAPTOP}:8443/in`);
      expect(code).toBe(5);
      expect(stderr).toContain(message);
    }
    settingsOf(world, host).clockOffsetSeconds = 0;
  });

  it('reaches only its own network, only what listens, and nothing with its cable out', async () => {
    expect((await ask('wget -q -O - https://10.9.9.9:8443/in')).code).toBe(4);
    const refused = await ask(`wget -O - https://${LAPTOP}:9999/in`);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('Connection refused') });
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    world.setPlugged(host, false);
    const cut = await ask(`curl -sS --cacert /root/ca.pem https://${LAPTOP}:8443/in`);
    expect(cut).toMatchObject({ code: 7, stderr: expect.stringContaining('No route to host') });
    world.setPlugged(host, true);
    expect(posted).toEqual([]);
  });

  it('takes curl’s options from a file, so that an address is in no list of processes', async () => {
    const config = `url = "https://${LAPTOP}:8443/in"\ncacert = "/root/ca.pem"\ndata-binary = "@/root/r"\nnoproxy = "*"\nfail\nsilent\n`;
    const { code } = await ask(
      `echo report >/root/r; printf '${config.replaceAll('\n', '\\n')}' >/root/config; curl -q --config /root/config`,
    );
    expect(code).toBe(0);
    expect(posted).toEqual(['POST /in report\n']);
  });

  it('tells an answer that is no success by its exit code', async () => {
    expect((await ask(`wget -q -O - --ca-certificate=/root/ca.pem https://${LAPTOP}:8443/refused`)).code).toBe(8);
    expect((await ask(`curl -sf --cacert /root/ca.pem https://${LAPTOP}:8443/refused`)).code).toBe(22);
    expect((await ask(`wget -q -O - --ca-certificate=/root/none.pem https://${LAPTOP}:8443/in`)).code).toBe(5);
  });
});
