import { afterEach, describe, expect, it } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { DrillFigure } from '../../../../../electron/api/drill.ts';
import type { DrillContext } from '../../../../../electron/engine/drills/drill.ts';
import { restoreDrill } from '../../../../../electron/engine/drills/restore.ts';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { type Command, type CommandKind, wireText } from '../../../../../electron/engine/shell/command.ts';
import type { ExecOptions, ExecResult, Transport } from '../../../../../electron/engine/transport/port.ts';
import { viewOf } from '../../../../steps/support/step-bench.ts';
import { freshNode, NODE1, NODE2, site } from '../../../../steps/support/two-node.ts';
import { type LabWorld, labHost, openLab } from '../rehearsal/pve/support/lab-world.ts';

/** The restore drill on one simulated node, whose tools answer as PVE's do. */
let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

const DATA = { name: 'sdb', serial: 'DATA1', model: 'Disk', sizeBytes: 500_000_000_000, rotational: false };
const machine = site.machines[0] as (typeof site.machines)[number];

interface NodeOptions {
  readonly rootGib?: number;
  /** In place of what the node would say. */
  readonly says?: (text: string, result: ExecResult) => ExecResult;
}

/** A node with the machine on a pool, and nothing in its backup storage. */
async function openNode({ rootGib = 200, says = (_, result) => result }: NodeOptions = {}) {
  const host = labHost(NODE1, 'pve', '9.1', '192.0.2.11', [DATA]);
  const [root, ...rest] = host.hardware.disks;
  if (!root) throw new Error('a node has a disk');
  const disks = [{ ...root, sizeBytes: rootGib * 2 ** 30 }, ...rest];
  const opened = openLab([{ ...host, hardware: { ...host.hardware, disks } }]);
  lab = opened;
  const sent: string[] = [];
  const run = async (text: string): Promise<ExecResult> => {
    sent.push(text);
    return says(text, await opened.run(NODE1, text));
  };
  const ok = async (text: string): Promise<string> => {
    const result = await opened.run(NODE1, text);
    expect(result, text).toMatchObject({ code: 0 });
    return result.stdout;
  };
  await ok('zpool create -o ashift=12 tank /dev/sdb');
  await ok('pvesm add zfspool tank --pool tank --content images,rootdir --sparse 1');
  await ok(`qm create ${machine.id} --name ${machine.name} --memory 2048 --scsihw virtio-scsi-single --scsi0 tank:32`);

  const figures: DrillFigure[] = [];
  const moments: string[] = [];
  const transport = {
    host: NODE1,
    exec: (command: Command<CommandKind>) => run(wireText(command)),
    job: async (_id: string, command: Command<CommandKind>, options: ExecOptions = {}) => {
      const result = await run(wireText(command));
      for (const line of result.stdout.split('\n')) options.onLine?.(line, 'out');
      return result;
    },
  } as unknown as Transport;
  const context: DrillContext = {
    site,
    signal: new AbortController().signal,
    now: () => opened.world.now(),
    wait: (ms) => opened.wait(ms / 1000),
    note: () => {},
    read: () => transport,
    change: () => transport,
    endJob: async () => {},
    reconnect: async () => {},
    look: async () => view,
    broken: () => {},
    moment: (_kind, text) => moments.push(text.en),
    figure: (figure) => figures.push(figure),
    waitsFor: () => {},
    switchOn: () => {},
  };
  const view = viewOf({
    [NODE1]: {
      ...freshNode(NODE1),
      vmList: known(new Map([[machine.id, { id: machine.id, type: 'qemu', node: NODE1 }]])),
    } as HostFacts,
    [NODE2]: freshNode(NODE2),
  });
  /** The drill to its end: its English sentence where it failed, and what it left. */
  const drill = async () => {
    const attempt = restoreDrill(site, machine).begin(view);
    let sentence = '';
    try {
      await attempt.run(context);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      sentence = describeDiagnostic(error.diagnostics[0], 'en').summary;
    }
    const left = (await attempt.putBack(context, 'patient')).map((text) => text.en);
    return { sentence, left };
  };
  const list = async (): Promise<string> => ok('pvesm list local --content backup');
  return { drill, figures, moments, sent, ok, list, fault: (name: string) => opened.world.orderFault(name) };
}

const began = (sent: readonly string[], tool: string): boolean => sent.some((text) => text.startsWith(tool));
const said = (text: string, result: ExecResult, path: RegExp, stdout: string): ExecResult =>
  path.test(text) ? { ...result, stdout } : result;

describe('a restore drill', () => {
  it('makes a backup, restores it, starts what it restored and leaves nothing', async () => {
    const node = await openNode();
    expect(await node.drill()).toEqual({ sentence: '', left: [] });
    expect(node.moments).toContain('It runs');
    expect(await node.list()).not.toContain('vzdump');
  });

  it('makes no backup where the storage could fill', async () => {
    const node = await openNode({ rootGib: 39 });
    expect(await node.drill()).toEqual({
      sentence: `local on ${NODE1} has no room for a backup of ${machine.name}: 34 GiB needed at worst, 32 GiB free.`,
      left: [],
    });
    expect(began(node.sent, 'vzdump')).toBe(false);
  });

  it('needs that room: a backup takes its own, and fails where there is none', async () => {
    const command = `vzdump ${machine.id} --storage local --mode snapshot --compress zstd --remove 0`;
    const roomy = await openNode();
    const free = async () =>
      Number(/^local\s+\S+\s+\S+\s+\d+\s+\d+\s+(\d+)/m.exec(await roomy.ok('pvesm status'))?.[1]);
    const before = await free();
    await roomy.ok(command);
    expect(before - (await free())).toBeGreaterThan(2 ** 20);
    lab?.world.close();
    const tight = await openNode({ rootGib: 4 });
    expect(await tight.ok(`${command} 2>&1 || true`)).toContain('No space left on device');
    expect(await tight.list()).not.toContain('vzdump');
  });

  it('makes no backup where nobody knows what room there is', async () => {
    const node = await openNode({
      says: (text, result) =>
        said(
          text,
          result,
          /\/storage --output/,
          result.stdout.replaceAll(/"avail":\d+,/g, '').replaceAll(/,"avail":\d+/g, ''),
        ),
    });
    expect((await node.drill()).sentence).toMatch(
      /^pve-node1 does not say how much room \w+ has; vm-dashboard needs \d+ GiB there\.$/,
    );
    expect(began(node.sent, 'vzdump')).toBe(false);
  });

  it('ends restored and compared, and not started, where the node has no memory for a second machine', async () => {
    const node = await openNode({
      says: (text, result) => said(text, result, /meminfo/, 'MemTotal: 8000000 kB\nMemAvailable: 3000000 kB\n'),
    });
    expect(await node.drill()).toEqual({ sentence: '', left: [] });
    expect(began(node.sent, 'qm start')).toBe(false);
    expect(node.moments).toContain('Configuration and disks are equal');
    expect(node.moments).toContain(
      `Restored and compared, not started: ${NODE1} has 2.9 GiB of its memory free, 3.0 GiB are needed`,
    );
    expect(node.figures.map((figure) => figure.id)).toContain('memory-free');
  });

  it('starts nothing where the node does not say what memory is free', async () => {
    const node = await openNode({ says: (text, result) => said(text, result, /meminfo/, 'MemTotal: 8000000 kB\n') });
    expect(await node.drill()).toEqual({ sentence: '', left: [] });
    expect(began(node.sent, 'qm start')).toBe(false);
  });

  it('names the backup that it made and that is there still, whatever the exit code of its removal says', async () => {
    const node = await openNode();
    node.fault('backup.stays');
    const { sentence, left } = await node.drill();
    const volume = /local:backup\/\S+/.exec(await node.list())?.[0] ?? 'none';
    expect({ sentence, left }).toEqual({
      sentence: '',
      left: [`The backup ${volume} that the drill made lies on ${NODE1} still.`],
    });
  });

  it('proves a good backup also where the machine was changed since, and names what was', async () => {
    const node = await openNode();
    await node.ok(`vzdump ${machine.id} --storage local --mode snapshot --compress zstd --remove 0`);
    await node.ok(`qm set ${machine.id} --memory 4096 --cores 3`);
    await node.ok(`qm disk resize ${machine.id} scsi0 40G`);
    expect(await node.drill()).toEqual({ sentence: '', left: [] });
    expect(node.moments).toContain(`${machine.name} was changed since that backup: memory, scsi0, cores`);
    expect(node.moments).toContain('Configuration and disks are equal');
    expect(began(node.sent, 'vzdump')).toBe(false);
    expect(await node.list()).toContain('vzdump');
  });

  it('fails where what comes out of a backup is not what it holds', async () => {
    const node = await openNode({
      says: (text, result) =>
        said(text, result, /extractconfig/, result.stdout.replace('memory: 2048', 'memory: 1024')),
    });
    const { sentence, left } = await node.drill();
    expect({ sentence: sentence.replace(/local:\S+/, 'BACKUP'), left }).toEqual({
      sentence: 'What was restored from BACKUP is not what that backup holds: memory.',
      left: [],
    });
  });

  it('restores nothing from a backup that cannot be read', async () => {
    const node = await openNode({
      says: (text, result) =>
        /extractconfig/.test(text) ? { code: 255, stdout: '', stderr: 'unexpected end of file\n' } : result,
    });
    await node.ok(`vzdump ${machine.id} --storage local --mode snapshot --compress zstd --remove 0`);
    const { sentence, left } = await node.drill();
    expect({ sentence: sentence.replace(/local:\S+/, 'BACKUP'), left }).toEqual({
      sentence: 'The backup BACKUP cannot be read.',
      left: [],
    });
    expect(began(node.sent, 'qmrestore')).toBe(false);
  });
});
