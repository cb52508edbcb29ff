import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labSite } from '../lab/support/site-text.ts';
import { makeOnBench } from '../support/bundle-bench.ts';
import { type CommandLine, openCommandLine, PASSPHRASE } from '../support/command-line.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { needTools } from '../support/needed-tools.ts';
import { postgresNeed } from '../support/postgres-image.ts';
import { median, timeMs } from './measure.ts';

const ROUNDS = 3;

/**
 * `sitewright bundle make` of a site with the monitoring system, as a process of its own: from nothing (signed packages of
 * Debian's archive, an image from Debian's docker-registry, two images that are built), again with what the laptop has kept and an
 * empty folder (a warm store), and where all is there already. Beside it what a user would do with a folder that was made once:
 * `cp` of it onto the same disk and `sha256sum` of what was copied.
 */
export async function run() {
  needTools('skopeo');
  const cli = openCommandLine('bench-make');
  const registry = await startDockerRegistry();
  try {
    const site = await siteWith(cli, registry.host);
    const bundle = cli.path('site', 'bundle');
    const make = () => timeMs(() => done(cli, 'bundle', 'make', site));
    const coldMs = await make();
    const warm: number[] = [];
    const there: number[] = [];
    const copied: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      there.push(await make());
      const copy = cli.path('copy');
      copied.push(
        await timeMs(() => {
          execFileSync('cp', ['-r', bundle, copy]);
          execFileSync('sync', ['-f', copy]);
          execFileSync('sh', ['-c', `find ${copy} -type f -print0 | xargs -0 sha256sum >/dev/null`]);
        }),
      );
      rmSync(copy, { recursive: true });
      rmSync(bundle, { recursive: true });
      warm.push(await make());
    }
    const bytes = Number(execFileSync('du', ['-sb', bundle]).toString().split('\t')[0]);
    return {
      name: 'bundle-make',
      megabytes: Math.round(bytes / 1e6),
      coldMs: Math.round(coldMs),
      warmStoreMs: Math.round(median(warm)),
      nothingToBringMs: Math.round(median(there)),
      copyAndSha256sumMs: Math.round(median(copied)),
      warmStoreAgainstCopy: Number((median(copied) / median(warm)).toFixed(2)),
    };
  } finally {
    cli.close();
    await registry.stop();
  }
}

/** The lab's site on a bench, its vault, and a registry that has `postgres:16`. */
async function siteWith(cli: CommandLine, registryHost: string): Promise<string> {
  const folder = cli.path('site');
  const site = join(folder, 'site.toml');
  mkdirSync(folder);
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC bench';
  writeFileSync(site, labSite({ nodes: [1, 2], witness: false, key, dashboard: { tls: false } }));
  writeFileSync(
    join(folder, 'sources.toml'),
    `schemaVersion = 1\n[registries."docker.io"]\nurl = "http://${registryHost}"\n`,
  );
  await done(cli, 'secrets', 'init', site);
  // made aside: none of its packages may be in the store of the bench
  const postgres = cli.path('postgres');
  await makeOnBench({ folder: postgres, cacheFolder: cli.path('postgres-cache'), needs: [postgresNeed()] });
  execFileSync('skopeo', [
    ...['copy', '--quiet', '--dest-tls-verify=false'],
    `oci:${join(postgres, 'images')}:docker.io/library/postgres:16`,
    `docker://${registryHost}/library/postgres:16`,
  ]);
  return site;
}

async function done(cli: CommandLine, ...words: readonly string[]): Promise<void> {
  const passphrase = cli.path('passphrase');
  writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
  const { code, out, err } = await cli.run(words, { env: { SITEWRIGHT_PASSPHRASE_FILE: passphrase } });
  if (code !== 0) throw new Error(`${words.join(' ')}: exit ${code}\n${out}${err}`);
}
