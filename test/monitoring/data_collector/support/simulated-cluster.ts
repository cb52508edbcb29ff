import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLLECTOR } from '../../../../electron/engine/pve/api-accounts.ts';
import { ServedPorts } from '../../../../electron/engine/rehearsal/executables/served-ports.ts';
import { type LabWorld, labHost, openLab } from '../../../unit/electron/engine/rehearsal/pve/support/lab-world.ts';
import { freePort } from '../../support/postgres.ts';

/** A simulated cluster whose nodes answer over real TLS on ports of the loopback interface. */
export interface SimulatedCluster {
  readonly lab: LabWorld;
  /** The collector's account and addresses, as `.env` has them. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Runs a command that must go well. */
  ok(host: string, command: string): Promise<string>;
  /** Puts the cluster's authority where the collector reads it. */
  writeAuthority(): Promise<void>;
  /** Listeners follow what the world has become. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const DATA = { name: 'sdb', serial: 'DATA1', model: 'Disk', sizeBytes: 500_000_000_000, rotational: false };

export async function simulatedCluster(names: readonly string[]): Promise<SimulatedCluster> {
  const addressOf = (index: number): string => `192.0.2.${11 + index}`;
  const lab = openLab(names.map((name, index) => labHost(name, 'pve', '8.4', addressOf(index), [DATA])));
  const ok = async (host: string, command: string): Promise<string> => {
    const result = await lab.run(host, command);
    if (result.code !== 0) throw new Error(`${command}: ${result.stdout}${result.stderr}`);
    return result.stdout;
  };
  const [first = ''] = names;
  await ok(first, `pvecm create municipal --link0 ${addressOf(0)}`);
  await lab.wait(12);
  for (const [index, name] of names.entries()) {
    if (index === 0) continue;
    await ok(name, `printf "rootpw\\nyes\\n" | pvecm add ${addressOf(0)} --link0 ${addressOf(index)}`);
    await lab.wait(15);
  }
  for (const name of names) await ok(name, 'zpool create -o ashift=12 tank /dev/sdb');
  await ok(first, 'pvesm add zfspool tank --pool tank --content images,rootdir --sparse 1');
  await ok(first, 'pvesm set local --content iso,vztmpl,backup');

  const { role, privileges, user, tokenName, tokenId } = COLLECTOR;
  await ok(first, `pveum role add ${role} --privs '${privileges.join(' ')}'`);
  await ok(first, `pveum user add ${user}`);
  const token = JSON.parse(await ok(first, `pveum user token add ${user} ${tokenName} --output-format json`)) as {
    readonly value: string;
  };
  await ok(first, `pveum acl modify / --users ${user} --roles ${role}`);
  await ok(first, `pveum acl modify / --tokens '${tokenId}' --roles ${role}`);

  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await freePort());
  const served = new ServedPorts(
    lab.world,
    new Map(names.map((name) => [name, { '8006': `127.0.0.1:${ports.get(name)}` }])),
    (text) => {
      throw new Error(text);
    },
  );
  await served.settled();
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-collector-'));
  const authorityFile = join(folder, 'pve-root-ca.pem');
  const writeAuthority = async (): Promise<void> =>
    writeFileSync(authorityFile, await ok(first, 'cat /etc/pve/pve-root-ca.pem'));
  await writeAuthority();
  return {
    lab,
    folder,
    ok,
    writeAuthority,
    env: {
      PVE_URLS: names.map((name) => `https://127.0.0.1:${ports.get(name)}`).join(','),
      PVE_NODES: names.join(','),
      PVE_TOKEN_ID: tokenId,
      PVE_TOKEN_SECRET: token.value,
      PVE_CA_FILE: authorityFile,
      INGEST_URL: 'http://127.0.0.1:1',
      INGEST_TOKEN: 'a'.repeat(64),
      COLLECT_SECONDS: '1',
      SPOOL_FOLDER: join(folder, 'spool'),
    },
    settled: () => served.settled(),
    async close() {
      await served.close();
      lab.world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
