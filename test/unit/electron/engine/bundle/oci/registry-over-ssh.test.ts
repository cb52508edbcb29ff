import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import { parseImageReference } from '../../../../../../electron/engine/bundle/oci/image-reference.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { verifyImage } from '../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { pullImage } from '../../../../../../electron/engine/bundle/oci/pull-image.ts';
import { pushImages } from '../../../../../../electron/engine/bundle/oci/push-image.ts';
import { RegistryClient } from '../../../../../../electron/engine/bundle/oci/registry-client.ts';
import type { SshHost } from '../../../../../../electron/engine/transport/ssh.ts';
import { type RealRegistry, startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { type RealSshd, startRealSshd } from '../../../../../support/real-sshd.ts';
import { smallImage } from '../../../../../support/small-image.ts';
import { sshTo } from '../../../../../support/ssh-to.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { testAuthority } from '../../../../../support/test-authority.ts';

const ca = testAuthority('CN=Site');
let registry: RealRegistry;
let sshd: RealSshd;
let host: SshHost;
beforeAll(async () => {
  registry = await startDockerRegistry({ tls: ca.issue() });
  sshd = await startRealSshd();
  host = await sshTo(sshd, 'vm-dashboard');
});
afterAll(async () => {
  await host.close();
  await sshd.stop();
  await registry.stop();
});

describe('a registry of the site that only its machine reaches', () => {
  it('is pushed to and pulled from through the SSH connection, its certificate checked', async () => {
    let opened = 0;
    const http = createHttpClient({
      trust: { certificates: [ca.certPem], only: true },
      maxConnections: 4,
      dial: (address, port) => {
        opened += 1;
        // the laptop knows the registry by the name in its certificate; where that is, the machine knows
        return host.forward(address === 'localhost' ? '127.0.0.1' : address, port);
      },
    });
    const name = `localhost:${registry.port}`;
    const client = new RegistryClient(name, { http });
    const layout = await ImageLayout.openOrCreate(join(temporaryFolder('ssh'), 'images'));
    const image = await smallImage(layout, randomBytes(3_000_000));
    const items = [{ image, repository: 'site/app', tag: '1' }];
    expect((await pushImages(client.endpoint, layout, items))[0]?.sentBytes).toBeGreaterThan(3_000_000);
    expect((await pushImages(client.endpoint, layout, items))[0]?.unchanged).toBe(true);
    const copy = await ImageLayout.openOrCreate(join(temporaryFolder('ssh-back'), 'images'));
    await pullImage(client, parseImageReference(`${name}/site/app:1`), copy);
    expect(await verifyImage(copy, image, 'app')).toEqual([]);
    expect(opened).toBeLessThanOrEqual(4);
    http.close();
  });
});
