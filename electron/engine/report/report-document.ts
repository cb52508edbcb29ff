import { describeDiagnostic } from '../../api/diagnostic.ts';
import { DRILL_STATE_NAMES, figureText } from '../../api/drill-names.ts';
import { PHASE_NAMES } from '../../api/phase-names.ts';
import { PHASES } from '../../api/plan.ts';
import { SIGNERS, type SignOff } from '../../api/sign-off.ts';
import { diskSerials } from '../../api/site-storage.ts';
import { fill, type Text, type TextParams } from '../../api/text.ts';
import { storageBacking } from '../site/derive.ts';
import type { ReportApplication, ReportModel } from './report-model.ts';
import { CHECK_TEXT, OUTCOME_TEXT, REPORT_TEXT, SIGNER_TEXT, SOURCE_TEXT, STEP_TEXT } from './sentences.ts';
import { contentSha256 } from './sign-off.ts';

export type Tone = 'good' | 'bad' | 'quiet' | 'plain';
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  readonly mono?: boolean;
}
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level: 2 | 3 }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, Cell])[] }
  /** `widths` are shares of the line, adding up to 1. */
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      readonly widths: readonly number[];
    }
  /** Lines to sign on paper. */
  | { readonly kind: 'signature'; readonly labels: readonly string[] }
  /** What was signed, one line each; a line without a name waits for a pen. */
  | { readonly kind: 'signed'; readonly lines: readonly SignedLine[] };

export interface SignedLine {
  readonly label: string;
  readonly name: string;
  readonly date: string;
  /** Undefined: the name, typed, stands for it. */
  readonly image: Extract<SignOff['signature'], { kind: 'image' }> | undefined;
}

export interface ReportDocument {
  readonly title: string;
  /** Across the top of every page of a rehearsal. */
  readonly band: string | undefined;
  /** The same in a word, at the foot of every page. */
  readonly bandWord?: string;
  readonly language: 'en' | 'es';
  readonly blocks: readonly Block[];
}

/** Of a check or a drill. */
function toneOf(outcome: string): Tone {
  return outcome === 'passed' ? 'good' : outcome === 'failed' ? 'bad' : 'quiet';
}

/** The model as a sequence of blocks in its language: HTML, PDF and Markdown only differ in how they draw them. */
export function makeReportDocument(model: ReportModel): ReportDocument {
  const say = (text: Text, params?: TextParams) => fill(text, model.language, params);
  const T = REPORT_TEXT;
  const { site, run } = model;
  const plain = (text: string): Cell => ({ text });
  const mono = (text: string): Cell => ({ text, mono: true });
  const table = (head: readonly Text[], widths: readonly number[], rows: readonly (readonly Cell[])[]): Block => ({
    kind: 'table',
    head: head.map((entry) => say(entry)),
    widths,
    rows,
  });
  /** A table, or the sentence that there is nothing to show. */
  const tableOr = (none: Text, ...parts: Parameters<typeof table>): Block =>
    parts[2].length === 0 ? { kind: 'paragraph', text: say(none) } : table(...parts);
  const heading = (text: Text, level: 2 | 3 = 2): Block => ({ kind: 'heading', text: say(text), level });

  const backupCell = (saved: ReportApplication['saved']): Cell => {
    if (!saved) return { text: say(T.neverBackedUp), tone: 'quiet' };
    const { backup, brought } = saved.backup;
    const made = say(T.backedUp, { moment: backup.madeAt, file: backup.name, size: backup.sizeBytes });
    return { text: brought ? `${made}; ${say(T.broughtHere)}` : made, tone: 'good' };
  };
  const paragraph = (text: Text, params?: TextParams): Block => ({ kind: 'paragraph', text: say(text, params) });

  const blocks: Block[] = [
    heading(T.summary),
    {
      kind: 'facts',
      rows: [
        [say(T.organisation), plain(site.organisation)],
        [say(T.contact), plain(site.contact)],
        [say(T.by), plain(run.by)],
        [say(T.started), mono(run.startedAt)],
        [say(T.finished), mono(run.finishedAt ?? say(T.interrupted))],
        [say(T.outcome), { text: say(OUTCOME_TEXT[run.outcome]), tone: run.outcome === 'done' ? 'good' : 'bad' }],
        [say(T.version), mono(run.appVersion)],
        [say(T.pve), mono(site.pve.version)],
        [say(T.run), mono(run.runId)],
        [say(T.failover), plain(say(model.automaticFailover ? T.failoverYes : T.failoverNo))],
      ],
    },
    heading(T.hosts),
    table(
      [T.name, T.role, T.address, T.links],
      [0.25, 0.25, 0.2, 0.3],
      site.hosts.map((host) => [
        plain(host.name),
        plain(host.roles.join(', ')),
        mono(host.address),
        mono(
          Object.entries(host.links)
            .map(([id, address]) => `${id}: ${address}`)
            .join('  '),
        ),
      ]),
    ),
  ];
  if (site.storages.length > 0) {
    blocks.push(
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
      ),
    );
  }
  if (site.machines.length > 0) {
    blocks.push(
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
      ),
    );
  }
  for (const application of model.applications) {
    const { id, title, host, lines, keepsData, saved } = application;
    if (application === model.applications[0]) blocks.push(heading(T.applications));
    blocks.push(
      { kind: 'heading', level: 3, text: `${say(title)}: ${id} (${host})` },
      {
        kind: 'facts',
        rows: [
          ...lines.map(({ label, value }) => [say(label), plain(value)] as const),
          ...(keepsData ? [[say(T.lastBackup), backupCell(saved)] as const] : []),
        ],
      },
    );
  }
  blocks.push(
    heading(T.smoke),
    tableOr(
      T.noChecks,
      [T.check, T.expected, T.seen, T.result],
      [0.25, 0.22, 0.35, 0.18],
      model.checks.map((check) => [
        plain(say(check.title)),
        plain(say(check.expected)),
        mono(check.seen.join('\n')),
        {
          text: say(CHECK_TEXT[check.outcome]) + (check.reason ? `: ${say(check.reason)}` : ''),
          tone: toneOf(check.outcome),
        },
      ]),
    ),
    ...(model.checksOf
      ? [paragraph(T.checksOf, { run: model.checksOf.runId, moment: model.checksOf.finishedAt })]
      : []),
    heading(T.drills),
    tableOr(
      T.noDrills,
      [T.drill, T.when, T.result, T.measured],
      [0.22, 0.24, 0.14, 0.4],
      model.drills.map(({ drill, finishedAt, runId }) => [
        plain(say(drill.title)),
        mono(`${finishedAt}\n${runId}`),
        { text: say(DRILL_STATE_NAMES[drill.state]), tone: toneOf(drill.state) },
        plain(
          [
            ...drill.figures.map((figure) => figureText(figure, model.language)),
            ...(drill.diagnostic ? [describeDiagnostic(drill.diagnostic, model.language).summary] : []),
            ...drill.left.map((text) => say(T.leftOver, { what: say(text) })),
          ].join('\n'),
        ),
      ]),
    ),
  );
  blocks.push(heading(T.steps));
  for (const phase of PHASES) {
    const steps = model.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) continue;
    blocks.push(
      heading(PHASE_NAMES[phase], 3),
      table(
        [T.step, T.machine, T.result, T.changed],
        [0.28, 0.16, 0.14, 0.42],
        steps.map((step) => [
          plain(say(step.title)),
          plain(step.target),
          {
            text: say(STEP_TEXT[step.outcome]),
            tone: step.outcome === 'changed' ? 'good' : step.outcome === 'unchanged' ? 'quiet' : 'bad',
          },
          mono(
            step.changes
              .map((change) => `${change.what}: ${change.before ?? say(T.absent)} → ${change.after}`)
              .join('\n'),
          ),
        ]),
      ),
    );
  }
  if (model.figures.length > 0)
    blocks.push(
      heading(T.figures),
      table(
        [T.machine, T.seen],
        [0.2, 0.8],
        model.figures.map(({ host, text }) => [plain(host), mono(text)]),
      ),
    );
  const problems = [...model.diagnostics, ...model.steps.flatMap((step) => (step.diagnostic ? [step.diagnostic] : []))];
  if (problems.length > 0) {
    blocks.push(
      heading(T.problems),
      table(
        [T.machine, T.seen, T.doNow],
        [0.18, 0.46, 0.36],
        problems.map((entry) => {
          const { summary, hint } = describeDiagnostic(entry, model.language);
          return [plain(entry.subject.host ?? ''), plain([summary, ...entry.evidence].join('\n')), plain(hint)];
        }),
      ),
    );
  }
  blocks.push(
    heading(T.digests),
    table(
      [T.name, { en: 'SHA-256', es: 'SHA-256' }, T.source],
      [0.3, 0.5, 0.2],
      model.digests.map((entry) => [plain(entry.name), mono(entry.sha256), plain(say(SOURCE_TEXT[entry.source]))]),
    ),
    heading(T.proof),
    {
      kind: 'facts',
      rows: [
        [say(T.head), mono(model.journalHead)],
        [say(T.fingerprint), mono(run.planFingerprint ?? '')],
      ],
    },
    { kind: 'paragraph', text: say(T.unsigned) },
    heading(T.signOff),
  );
  const signOffs = model.signOffs ?? [];
  if (signOffs.length === 0)
    blocks.push({ kind: 'signature', labels: [say(T.signName), say(T.signDate), say(T.signature)] });
  else
    blocks.push(paragraph(T.signedWhat, { digest: contentSha256(model) }), {
      kind: 'signed',
      lines: SIGNERS.map((as): SignedLine => {
        const signOff = signOffs.find((entry) => entry.as === as);
        const { name = '', date = '', signature } = signOff ?? {};
        return {
          label: say(SIGNER_TEXT[as]),
          name,
          date,
          image: signature?.kind === 'image' ? signature : undefined,
        };
      }),
    });
  return {
    title: say(T.title, { site: site.name }),
    band: run.rehearsed ? say(T.rehearsalBand) : undefined,
    ...(run.rehearsed ? { bandWord: say(T.rehearsal) } : {}),
    language: model.language,
    blocks,
  };
}
