import { figureAmount } from '../../api/drill-names.ts';
import { ROLE_NAMES } from '../../api/role-names.ts';
import { RUN_ENDS, withinLine } from '../../api/run-names.ts';
import { diskSerials } from '../../api/site-storage.ts';
import { storageBacking } from '../site/derive.ts';
import { EVIDENCE_TEXT } from './evidence-sentences.ts';
import type { Block, Cell } from './report-block.ts';
import type { ReportApplication, ReportModel } from './report-model.ts';
import { mono, plain, type ReportPen } from './report-pen.ts';
import { REPORT_TEXT as T } from './sentences.ts';
import { siteDrawing } from './site-drawing.ts';

/** What was built, who built it, and what was promised of it against what was measured. */
export function summarySection(model: ReportModel, { say, heading, on, table }: ReportPen): readonly Block[] {
  const { site, run } = model;
  const outcome: Cell = { text: say(withinLine(RUN_ENDS[run.outcome])), tone: run.outcome === 'done' ? 'good' : 'bad' };
  const promises = model.drills.flatMap(({ drill, runId }) =>
    drill.figures.flatMap((figure) => (figure.atMost === undefined ? [] : [{ figure, runId }])),
  );
  return [
    heading(T.summary),
    {
      kind: 'facts',
      rows: [
        [say(T.organisation), on(plain(site.organisation), 'used')],
        [say(T.contact), on(plain(site.contact), 'used')],
        [say(T.by), on(plain(run.by), 'run-started')],
        [say(T.started), on(mono(run.startedAt), 'run-started')],
        [say(T.finished), on(mono(run.finishedAt ?? say(T.interrupted)), 'run-finished')],
        [say(T.outcome), on(outcome, 'run-finished')],
        [say(T.version), on(mono(run.appVersion), 'run-started')],
        [say(T.pve), on(mono(site.pve.version), 'used')],
        [say(T.run), on(mono(run.runId), 'run-started')],
        [say(T.failover), on(plain(say(model.automaticFailover ? T.failoverYes : T.failoverNo)), 'used')],
      ],
    },
    ...(promises.length === 0
      ? []
      : [
          heading(EVIDENCE_TEXT.promises, 3),
          table(
            [EVIDENCE_TEXT.promise, EVIDENCE_TEXT.promised, EVIDENCE_TEXT.measured],
            [0.5, 0.25, 0.25],
            promises.map(({ figure: { title, value, unit, atMost = 0 } }): readonly Cell[] => [
              plain(say(title)),
              plain(say(EVIDENCE_TEXT.atMost, { value: figureAmount(atMost, unit, model.language) })),
              { text: figureAmount(value, unit, model.language), tone: value <= atMost ? 'good' : 'bad' },
            ]),
            (row) => [`drill:${promises[row]?.runId}`],
          ),
        ]),
  ];
}

/** Hosts, storages and machines as site.toml has them; the steps that made them so are what each stands on. */
export function builtSections(model: ReportModel, { say, heading, table }: ReportPen): readonly Block[] {
  const { site } = model;
  const stepsOf = (...stepIds: readonly string[]) =>
    model.steps
      .filter(({ itemId }) => stepIds.some((id) => itemId.startsWith(`${id}@`)))
      .map(({ itemId }) => `step:${itemId}`);
  const madeAt = (target: string, ...stepIds: readonly string[]) => [
    'used',
    ...stepIds.map((id) => `step:${id}@${target}`),
  ];
  return [
    heading(T.hosts),
    table(
      [T.name, T.role, T.address, T.links],
      [0.25, 0.25, 0.2, 0.3],
      site.hosts.map((host) => [
        plain(host.name),
        plain(host.roles.map((role) => say(ROLE_NAMES[role])).join(', ')),
        mono(host.address),
        mono(
          Object.entries(host.links)
            .map(([id, address]) => `${id}: ${address}`)
            .join('  '),
        ),
      ]),
      (row) =>
        madeAt(
          site.hosts[row]?.name ?? '',
          'base.cluster-links',
          'cluster.create',
          'cluster.join-node',
          'base.hosts-file',
        ),
    ),
    heading(T.drawing, 3),
    {
      kind: 'drawing',
      text: say(T.drawingText, { hosts: site.hosts.map(({ name }) => name).join(', ') }),
      drawing: siteDrawing(site, model.language),
    },
    ...(site.storages.length === 0
      ? []
      : [
          heading(T.storages),
          table(
            [T.name, T.role, T.disks],
            [0.2, 0.2, 0.6],
            site.storages.map((storage) => [
              plain(storage.id),
              mono(storageBacking(storage)),
              mono(
                'disks' in storage
                  ? Object.keys(storage.disks)
                      .map((host) => `${host}: ${diskSerials(storage, host).join(', ')}`)
                      .join('  ')
                  : '',
              ),
            ]),
            () => ['used', ...stepsOf('storage.pool', 'storage.add')],
          ),
        ]),
    ...(site.machines.length === 0
      ? []
      : [
          heading(T.machines),
          table(
            [T.name, T.address, T.role, T.replication],
            [0.22, 0.2, 0.26, 0.32],
            site.machines.map((machine) => [
              plain(`${machine.name} (${machine.id})`),
              mono(machine.address),
              plain(say(T.resources, { cores: machine.cores, memory: machine.memoryMib, disk: machine.diskGib })),
              plain(
                machine.replication
                  ? say(T.rpo, { to: machine.replication.to.join(', '), minutes: machine.replication.everyMinutes })
                  : '',
              ),
            ]),
            (row) => madeAt(site.machines[row]?.name ?? '', 'machines.clone', 'availability.replication'),
          ),
        ]),
  ];
}

export function applicationSections(model: ReportModel, { say, heading, on }: ReportPen): readonly Block[] {
  const backupCell = (saved: ReportApplication['saved']): Cell => {
    if (!saved) return { text: say(T.neverBackedUp), tone: 'quiet' };
    const { backup, brought } = saved.backup;
    const made = say(T.backedUp, { moment: backup.madeAt, file: backup.name, size: backup.sizeBytes });
    return { text: brought ? `${made}; ${say(T.broughtHere)}` : made, tone: 'good' };
  };
  if (model.applications.length === 0) return [];
  return [
    heading(T.applications),
    ...model.applications.flatMap(({ id, title, host, lines, keepsData, saved }): readonly Block[] => [
      { kind: 'heading', level: 3, text: `${say(title)}: ${id} (${host})` },
      {
        kind: 'facts',
        rows: [
          ...lines.map(({ label, value }) => [say(label), on(plain(value), 'used')] as const),
          ...(keepsData ? [[say(T.lastBackup), on(backupCell(saved), `backup:${id}`)] as const] : []),
        ],
      },
    ]),
  ];
}
