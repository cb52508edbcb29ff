import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatImageReference,
  parseImageReference,
} from '../../../../../../electron/engine/bundle/oci/image-reference.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { realClock } from '../../../../../../electron/engine/shell/clock.ts';
import { createRedactor } from '../../../../../../electron/engine/shell/redactor.ts';
import { answersAsRegistry, withRegistry } from '../../../../../../electron/engine/stacks/registry/registry-client.ts';
import { imagesIn } from '../../../../../../electron/engine/stacks/registry/registry-facts.ts';
import type { RegistryPlace } from '../../../../../../electron/engine/stacks/registry/registry-place.ts';
import {
  issueServerCertificate,
  makeSiteAuthority,
  readSiteAuthority,
} from '../../../../../../electron/engine/tls/site-authority.ts';
import { hostTransport } from '../../../../../../electron/engine/transport/host-transport.ts';
import type { SshHost } from '../../../../../../electron/engine/transport/ssh.ts';
import { bundleImages } from '../../../../../../electron/engine/workspace/bundle-images.ts';
import { applyFrom } from '../../../../../steps/machines.support.ts';
import { bare, bundle, push, VM, withImages } from '../../../../../steps/stacks.support.ts';
import { type RealRegistry, startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { type RealSshd, startRealSshd } from '../../../../../support/real-sshd.ts';
import { smallImage } from '../../../../../support/small-image.ts';
import { sshTo } from '../../../../../support/ssh-to.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

const authority = readSiteAuthority(makeSiteAuthority('municipal', Date.now()));
const ADDRESS = '192.168.1.100';
const served = issueServerCertificate(authority, 'municipal', { names: [VM], addresses: [ADDRESS] }, Date.now());
const NAMES = ['sitewright/monitoring-web:1.0.0', 'postgres:16', 'sitewright/monitoring-collector:1.0.0'];

let registry: RealRegistry;
let sshd: RealSshd;
let host: SshHost;
let place: RegistryPlace;
beforeAll(async () => {
  registry = await startDockerRegistry({ tls: served });
  sshd = await startRealSshd();
  host = await sshTo(sshd, VM);
  place = {
    host: VM,
    address: ADDRESS,
    port: registry.port,
    name: `${ADDRESS}:${registry.port}`,
    serverNames: { names: [VM], addresses: [ADDRESS] },
  };
});
afterAll(async () => {
  await host.close();
  await sshd.stop();
  await registry.stop();
});
const transport = () => hostTransport({ raw: host, user: 'root', redactor: createRedactor([]), clock: realClock });

describe("Debian's docker-registry behind the connection to its machine", () => {
  it('answers with the certificate of the site, which no other authority is believed for', async () => {
    const { signal } = new AbortController();
    const ask = (pem: string) =>
      withRegistry(transport(), place, pem, (endpoint) => answersAsRegistry(endpoint, signal));
    expect(await ask(authority.certificatePem)).toBe(true);
    const other = readSiteAuthority(makeSiteAuthority('municipal', Date.now()));
    await expect(ask(other.certificatePem)).rejects.toMatchObject({
      diagnostics: [{ code: 'download.certificate-untrusted' }],
    });
  });

  it('gets the images of the bundle; what lies in its storage is what the next look takes for them', async () => {
    const folder = join(temporaryFolder('push'), 'images');
    const layout = await ImageLayout.openOrCreate(folder);
    for (const name of NAMES)
      await smallImage(layout, name, { reference: formatImageReference(parseImageReference(name)) });
    const images = await bundleImages(folder);
    const wanted = new Set(
      [...images].map(([name, { digest }]) => `${name.replace(/^docker\.io\//, '').replace(/:[^:]*$/, '')}@${digest}`),
    );
    const done = await applyFrom(push, {
      target: VM,
      bundle: withImages(bundle, images),
      before: bare({ authority: authority.certificatePem }),
      afterwards: [bare({ authority: authority.certificatePem, registry: wanted })],
      // the port of the site is another one here
      forward: () => host.forward('127.0.0.1', registry.port),
      scripts: { [VM]: [] },
    });
    expect(done.failure).toBeUndefined();
    const fact = imagesIn(registry.storage);
    expect(fact.parse(await transport().exec(fact.command))).toEqual({ known: true, value: wanted });
  });
});
