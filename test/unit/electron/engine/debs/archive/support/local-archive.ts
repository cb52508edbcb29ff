import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DebSpec, makeDeb } from '../../../../../../../electron/engine/rehearsal/bundle/deb.ts';
import { needTools } from '../../../../../../support/needed-tools.ts';

/** A small archive as Debian lays one out: packages and indexes by apt-ftparchive, the signed file by whoever is handed in. */
export interface LocalArchive {
  /** Root on the disk and on the loopback. */
  readonly folder: string;
  url(): string;
  /** Writes package files and the index of one component of a suite. */
  put(suite: string, component: string, packages: readonly LocalPackage[]): void;
  /** Text of a suite's `Release` as apt-ftparchive writes it, with these fields. */
  release(suite: string, fields?: Readonly<Record<string, string>>): string;
  /** Writes a file below `dists/SUITE/`. */
  write(suite: string, path: string, data: string | Uint8Array): void;
  remove(suite: string, path: string): void;
  close(): Promise<void>;
}

export interface LocalPackage extends Pick<DebSpec, 'name' | 'version' | 'depends' | 'provides' | 'files'> {
  readonly architecture?: 'amd64' | 'all';
  readonly priority?: 'required' | 'important' | 'optional';
}

export async function localArchive(): Promise<LocalArchive> {
  needTools('apt-ftparchive');
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const at = (suite: string, path: string) => join(folder, 'dists', suite, path);
  const put = (path: string, data: string | Uint8Array) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data);
  };
  const server = await serveArchive(folder);
  return {
    folder,
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put(suite, component, packages) {
      const pool = `pool/${suite}/${component}`;
      const priorities: string[] = [];
      for (const { priority = 'optional', architecture = 'all', ...spec } of packages) {
        const file = `${spec.name}_${spec.version.replace(/^\d+:/, '')}_${architecture}.deb`;
        const deb = makeDeb({ ...spec, architecture, summary: 'made for a test' });
        put(join(folder, pool, file), deb);
        priorities.push(`${spec.name} ${priority} misc`);
      }
      put(join(folder, 'override'), `${priorities.join('\n')}\n`);
      const index = execFileSync('apt-ftparchive', ['packages', pool, 'override'], { cwd: folder, stdio: 'pipe' });
      const binary = `${component}/binary-amd64/Packages`;
      put(at(suite, binary), index);
      put(at(suite, `${binary}.gz`), gzipSync(index));
      for (const name of [binary, `${binary}.gz`]) {
        const data = readFileSync(at(suite, name));
        put(at(suite, `${dirname(name)}/by-hash/SHA256/${createHash('sha256').update(data).digest('hex')}`), data);
      }
    },
    release(suite, fields = {}) {
      for (const name of ['InRelease', 'Release', 'Release.gpg']) rmSync(at(suite, name), { force: true });
      const all = {
        Codename: suite,
        Suite: `${suite}-name`,
        Architectures: 'amd64',
        'Acquire-By-Hash': 'yes',
        ...fields,
      };
      const text = execFileSync('apt-ftparchive', ['release', `dists/${suite}`], {
        cwd: folder,
        stdio: 'pipe',
      }).toString();
      const own = text
        .split('\n')
        .filter((line) => line !== '' && !Object.keys(all).some((name) => line.startsWith(`${name}:`)));
      return [...Object.entries(all).map(([name, value]) => `${name}: ${value}`), ...own, ''].join('\n');
    },
    write: (suite, path, data) => put(at(suite, path), data),
    remove: (suite, path) => rmSync(at(suite, path), { force: true, recursive: true }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Files with ETag and Last-Modified, 304 where they fit, as a mirror answers. */
export async function serveArchive(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    if (!existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const data = readFileSync(path);
    const etag = `"${createHash('sha256').update(data).digest('hex').slice(0, 16)}"`;
    const headers = { etag, 'last-modified': new Date(statSync(path).mtime).toUTCString() };
    if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
    else response.writeHead(200, { ...headers, 'content-length': data.length }).end(data);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
