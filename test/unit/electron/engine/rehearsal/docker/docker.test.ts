import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimApplication } from '../../../../../../electron/engine/rehearsal/docker/application.ts';
import { dockerCommandSet } from '../../../../../../electron/engine/rehearsal/docker/command-set.ts';
import { parseEnvFile } from '../../../../../../electron/engine/rehearsal/docker/interpolate.ts';

import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { debianHost, debianWorld, sh } from '../../../../../support/simulated-site.ts';

const COMPOSE = `# comment
name: shop
services:
  db:
    image: postgres:16
    pull_policy: never
    restart: unless-stopped
    environment:
      PASSWORD: \${DB_PASSWORD:?set in .env}
    volumes:
      - data:/var/lib/db
    healthcheck:
      test: ["CMD-SHELL", "pg_isready"]
      interval: 5s
      retries: 3
  web:
    image: acme/web:1
    pull_policy: never
    restart: unless-stopped
    env_file:
      - .env
    ports:
      - "\${HTTP_PORT:-8000}:8000"
    depends_on:
      db:
        condition: service_healthy
    labels:
      org.acme.config: "\${DB_PASSWORD}"
volumes:
  data:
`;

let broken = false;
const application: SimApplication = {
  id: 'shop',
  images: { web: 'acme/web', db: 'postgres' },
  faults: [],
  healthy: () => !broken,
  listen: (project, service) =>
    service === 'web'
      ? (request, response) => {
          const sight = project();
          sight.state.visits = Number(sight.state.visits ?? 0) + 1;
          response.end(`${request.url} ${sight.container('web')?.env.get('GREETING')} ${sight.state.visits}`);
        }
      : undefined,
};

let world: SimWorld;
let folder: string;

/** What `docker save` writes, packed by the real tar. */
function archive(tag: string): Buffer {
  const place = join(folder, tag.replaceAll(/\W/g, '-'));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'layer.tar'), `layer of ${tag}`);
  writeFileSync(join(place, 'config.json'), JSON.stringify({ architecture: 'amd64', tag }));
  writeFileSync(
    join(place, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }]),
  );
  execFileSync('tar', ['-C', place, '-cf', `${place}.tar`, '.']);
  return readFileSync(`${place}.tar`);
}

beforeEach(async () => {
  broken = false;
  folder = mkdtempSync(join(tmpdir(), 'docker-'));
  world = debianWorld(
    {
      hosts: [
        debianHost('vm1', '192.168.1.21', {
          packages: { 'docker.io': '26.1.5+dfsg1-9', 'docker-compose': '2.26.1-4', curl: '7.88.1' },
        }),
      ],
    },
    [dockerCommandSet([application])],
  );
  const host = world.hosts.get('vm1');
  host?.units.set('docker', { active: 'active', enabled: true });
  host?.files.makeDirectories('/opt/shop');
  host?.files.write('/opt/shop/compose.yaml', Buffer.from(COMPOSE));
  host?.files.write('/opt/shop/.env', Buffer.from('DB_PASSWORD=pw\nGREETING="hello there"\n'));
  host?.files.write('/root/db.tar', archive('postgres:16'));
  host?.files.write('/root/web.tar', archive('acme/web:1'));
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

const load = () => sh(world, 'docker load --input /root/db.tar; docker load -i /root/web.tar');
const up = () => sh(world, 'docker compose --file /opt/shop/compose.yaml up --detach --wait --pull never');

describe('docker on a simulated host', () => {
  it('has no compose where the package is compose 1 of Debian 12', async () => {
    world.hosts.get('vm1')?.packages.set('docker-compose', '1.29.2-3');
    expect(await sh(world, 'docker compose version')).toMatchObject({
      code: 1,
      stderr: "docker: 'compose' is not a docker command.\nSee 'docker --help'\n",
    });
  });

  it('knows what was loaded from a real archive, and nothing else', async () => {
    expect((await up()).stderr).toBe('Error response from daemon: No such image: postgres:16\n');
    expect((await load()).stdout).toBe('Loaded image: postgres:16\nLoaded image: acme/web:1\n');
    expect((await sh(world, "docker image ls --format '{{.Repository}}:{{.Tag}}'")).stdout).toBe(
      'postgres:16\nacme/web:1\n',
    );
    expect((await sh(world, 'echo junk > /root/junk; docker load -i /root/junk')).code).toBe(1);
  });

  it('opens the port only after compose up, and its answers follow from .env', async () => {
    await load();
    expect((await sh(world, 'curl -s http://192.168.1.21:8000/')).code).toBe(7);
    const result = await up();
    expect(result.stderr).toContain('Container shop-web-1  Started');
    expect(result.code).toBe(0);
    expect((await sh(world, 'curl -s http://192.168.1.21:8000/a; curl -s http://localhost:8000/b')).stdout).toBe(
      '/a hello there 1/b hello there 2',
    );
    const listed = await sh(world, "docker ps --all --no-trunc --format '{{.Names}}|{{.State}}|{{.Status}}'");
    expect(listed.stdout).toMatch(/^shop-db-1\|running\|Up .*\(healthy\)\nshop-web-1\|running\|Up [^(]*\n$/);
    const json = JSON.parse((await sh(world, "docker ps --format '{{json .}}' --filter name=web")).stdout);
    expect(json.Labels).toContain('org.acme.config=pw');
    expect(json.Labels).toContain('com.docker.compose.service=web');
  });

  it('changes nothing the second time and makes anew what .env changed', async () => {
    await load();
    await up();
    const before = [...world.effects];
    expect((await up()).stderr).not.toContain('Started');
    expect([...world.effects]).toEqual(before);
    await sh(world, 'echo GREETING=changed >> /opt/shop/.env');
    expect((await up()).stderr).toContain('Container shop-web-1  Recreated');
    expect((await sh(world, 'curl -s http://localhost:8000/')).stdout).toMatch(/changed/);
  });

  it('does not make what the file calls external: it has to be there', async () => {
    await load();
    await sh(world, "sed -i 's/^  data:$/  data: { external: true, name: kept }/' /opt/shop/compose.yaml");
    expect(await up()).toMatchObject({ code: 1, stderr: 'external volume "kept" not found\n' });
    await sh(world, "sed -i 's/^  data: .*$/  data:\\nnetworks: { back: { external: true } }/' /opt/shop/compose.yaml");
    expect(await up()).toMatchObject({
      code: 1,
      stderr: 'network back declared as external, but could not be found\n',
    });
  });

  it('refuses a missing variable, env file or daemon in docker’s words', async () => {
    await load();
    await sh(world, 'echo GREETING=x > /opt/shop/.env');
    expect((await up()).stderr).toBe(
      'error while interpolating services.db.environment.PASSWORD: required variable DB_PASSWORD is missing a value: set in .env\n',
    );
    await sh(world, 'rm /opt/shop/.env');
    expect((await sh(world, 'DB_PASSWORD=x docker compose -f /opt/shop/compose.yaml config -q')).stderr).toBe(
      'env file /opt/shop/.env not found: stat /opt/shop/.env: no such file or directory\n',
    );
    await sh(world, 'systemctl stop docker');
    expect((await sh(world, 'docker ps')).stderr).toMatch(/^Cannot connect to the Docker daemon/);
    expect((await sh(world, 'docker ps --bogus')).code).not.toBe(0);
  });

  it('asks services that start as often as the file says, where Docker is 25 or newer; an older one refuses the file', async () => {
    await load();
    const vm = world.hosts.get('vm1');
    const every = (seconds: number) =>
      COMPOSE.replace('interval: 5s', `interval: 600s\n      start_period: 90s\n      start_interval: ${seconds}s`);
    const quick = every(1);
    vm?.files.write('/opt/shop/compose.yaml', Buffer.from(quick));
    vm?.packages.set('docker.io', '24.0.9-1');
    expect(await up()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        "can't set healthcheck.start_interval as feature require Docker Engine v25 or later",
      ),
    });
    vm?.packages.set('docker.io', '26.1.5+dfsg1-9');
    const took = async () => {
      const begin = world.now();
      expect((await up()).code).toBe(0);
      return world.now() - begin;
    };
    expect(await took()).toBeLessThan(60_000);
    vm?.files.write('/opt/shop/compose.yaml', Buffer.from(every(60)));
    expect(await took()).toBeGreaterThan(60_000);
    vm?.files.write('/opt/shop/compose.yaml', Buffer.from(quick.replace('start_interval', 'start_every')));
    expect((await up()).stderr).toContain('healthcheck Additional property start_every is not allowed');
  });

  it('fails the wait when a service never gets healthy', async () => {
    await load();
    broken = true;
    const result = await up();
    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toContain('dependency failed to start: container shop-db-1 is unhealthy');
  });

  it('brings containers back after a reboot as their restart policy says', async () => {
    await load();
    await up();
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    await sh(world, 'docker stop shop-db-1');
    world.setPower(host, false);
    expect(world.openPorts(host).size).toBe(0);
    world.setPower(host, true);
    expect([...world.openPorts(host).keys()]).toEqual([8000]);
    expect((await sh(world, "docker ps --format '{{.Names}}'")).stdout).toBe('shop-web-1\n');
  });
});

describe('the reader of .env', () => {
  it('reads .env quoting as compose does', () => {
    const env = parseEnvFile(
      "A='it$X'\nB=\"x\\$y\\n${A}\" # c\nC=plain # c\nexport D= spaced \n\n# c\nE=\nF='multi\nline'\n",
      new Map(),
    );
    expect(Object.fromEntries(env)).toEqual({
      A: 'it$X',
      B: 'x$y\nit$X',
      C: 'plain',
      D: 'spaced',
      E: '',
      F: 'multi\nline',
    });
  });
});
