import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { diagnosticsOf } from '../../../../../electron/cli/view/failure.ts';
import { DeploymentDesk } from '../../../../../electron/engine/app/deployment-desk.ts';
import type { EnginePorts } from '../../../../../electron/engine/app/ports.ts';
import type { RunDesk } from '../../../../../electron/engine/app/run-desk.ts';
import type { SiteSession } from '../../../../../electron/engine/app/site-session.ts';
import type { ReadySite } from '../../../../../electron/engine/app/site-shelf.ts';
import type { RunContext } from '../../../../../electron/engine/run/start-run.ts';
import { realClock } from '../../../../../electron/engine/shell/clock.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import type { AssetStore } from '../../../../../electron/engine/stacks/asset-store.ts';
import type { ReadTransport } from '../../../../../electron/engine/transport/port.ts';
import { lockFolder, lockHolder } from '../../../../../electron/engine/workspace/folder-lock.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { labSite } from '../../../../lab/support/site-text.ts';
import { finishedBundle } from '../../../../support/finished-bundle.ts';
import { openTestEngine, type TestEngine } from '../../../../support/test-engine.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJmCmSWlK5mEKoXQX7kEGTYVaKUpTiQ4OHLUSGJ9yUP lab';

let test: TestEngine;
let site: string;
let target: string;
beforeEach(async () => {
  test = openTestEngine();
  site = join(test.folder, 'site', 'site.toml');
  target = join(test.folder, 'stick');
  mkdirSync(join(test.folder, 'site'));
  mkdirSync(target);
  writeFileSync(site, labSite({ nodes: [1, 2], witness: true, key: KEY }));
});
afterEach(() => test.close());

const deployment = (engine = test.engine) => engine.client('cli').deployment;
async function refused(act: Promise<unknown>): Promise<string> {
  const failure = await act.then(
    () => undefined,
    (error: unknown) => diagnosticsOf(error)[0],
  );
  return failure ? `${failure.code}: ${describeDiagnostic(failure, 'en').summary}` : 'it was not refused';
}

describe('a bundle on its way', () => {
  it('goes to no host that the site does not have', async () => {
    const wanted = 'deploy.unknown-host: The site has no host pve9.';
    expect(await refused(deployment().push({ site, to: 'pve9' }))).toBe(wanted);
    expect(await refused(deployment().onHost({ site, host: 'pve9' }))).toBe(wanted);
  });

  it('goes onto no stick where this Sitewright has no program for one, the site no bundle, or its bundle not what the site needs', async () => {
    expect(await refused(deployment().stick({ site, target }))).toMatch(/^deploy\.no-program: /);
    const other = openTestEngine({ stickProgram: join(test.folder, 'program') });
    try {
      expect(await refused(deployment(other.engine).stick({ site, target }))).toMatch(/^bundle\.no-lock: /);
      await finishedBundle(join(test.folder, 'site', 'bundle'), 'lab', { 'files/guide': 'guide' });
      expect(await refused(deployment(other.engine).stick({ site, target }))).toMatch(/^bundle\.need-missing: /);
    } finally {
      await other.close();
    }
  });

  it('what the push saw at its end is told without opening the site a second time', async () => {
    const bundle = join(test.folder, 'site', 'bundle');
    await finishedBundle(bundle, 'lab', { 'files/guide': 'guide' });
    const bytes = (path: string) => readFileSync(join(bundle, path));
    const paths = ['files/guide', 'sbom.cdx.json', 'bundle.lock.toml'];
    // a host that has all of it
    const host: ReadTransport = {
      host: 'pve1',
      exec: async (_, options) => {
        const lines =
          options?.stdin === undefined
            ? [' 900 800\n', ...paths.map((path) => `${bytes(path).length} ${path}`)]
            : paths.map((path) => `${sha256Of(bytes(path))}  ${path}`);
        return { code: 0, stdout: `${lines.join('\0')}\0`, stderr: '' };
      },
    };
    const session = { transports: { read: () => host, change: () => host } } as unknown as SiteSession;
    const run: RunContext = {
      runId: 'r1',
      siteId: 'lab',
      rehearsed: false,
      clock: realClock,
      emit: () => undefined,
      record: async () => undefined,
      signal: new AbortController().signal,
      stopMode: () => undefined,
      halt: () => undefined,
    };
    const runs: Pick<RunDesk, 'reaching' | 'with'> = {
      reaching: async (_, work) => {
        await work(session, run);
        return run.runId;
      },
      with: async () => {
        throw new Error('opened again');
      },
    };
    const desk = new DeploymentDesk({} as EnginePorts, {} as AssetStore, runs as RunDesk);
    const ready = { site: parseSite(readFileSync(site, 'utf8')).site, folder: { bundle } } as unknown as ReadySite;
    const runId = await desk.push(ready, 'pve1', false);
    expect(await desk.onHost(ready, { host: 'pve1', runId }, undefined)).toMatchObject({
      files: 3,
      missingFiles: 0,
      disk: { freeBytes: 800 },
    });
    await expect(desk.onHost(ready, { host: 'pve1' }, undefined)).rejects.toThrow('opened again');
    await expect(desk.onHost(ready, { host: 'pve2', runId }, undefined)).rejects.toThrow('opened again');
  });

  it('goes onto no stick while it is made, and holds neither folder afterwards', async () => {
    writeFileSync(site, labSite({ nodes: [1], witness: false, key: KEY }));
    const [root, bundle] = [join(test.folder, 'site'), join(test.folder, 'site', 'bundle')];
    await finishedBundle(bundle, 'lab', { 'files/guide': 'guide' });
    const making = await lockFolder(bundle, 'bundle make');
    const engine = openTestEngine({ stickProgram: join(test.folder, 'program') });
    try {
      const client = engine.engine.client('cli');
      const { runId } = await client.deployment.stick({ site, target, plainFolder: true });
      const codes: string[] = [];
      for await (const event of await client.runs.events({ runId, after: 0 }))
        if (event.type === 'diagnostic') codes.push(event.diagnostic.code);
      expect(codes).toEqual(['workspace.locked']);
      expect(await lockHolder(root)).toBeUndefined();
      expect((await lockHolder(bundle))?.purpose).toBe('bundle make');
    } finally {
      await making.release();
      await engine.close();
    }
  });

  it('is a run that tells of its stages, and why it did not come to its end', async () => {
    writeFileSync(site, labSite({ nodes: [1], witness: false, key: KEY }));
    await finishedBundle(join(test.folder, 'site', 'bundle'), 'lab', { 'files/guide': 'guide' });
    const engine = openTestEngine({ stickProgram: join(test.folder, 'program') });
    try {
      const client = engine.engine.client('cli');
      const { runId } = await client.deployment.stick({ site, target, plainFolder: true });
      const events: RunEvent[] = [];
      for await (const event of await client.runs.events({ runId, after: 0 })) events.push(event);
      const plan = events.find((event) => event.type === 'plan');
      expect(plan?.items.map(({ id }) => id)).toEqual(['stick.look', 'stick.copy', 'stick.seal']);
      const ended = events.find((event) => event.type === 'step-finished');
      expect(ended).toMatchObject({
        itemId: 'stick.look',
        outcome: 'failed',
        diagnostic: { code: 'deploy.no-program' },
      });
    } finally {
      await engine.close();
    }
  });
});
