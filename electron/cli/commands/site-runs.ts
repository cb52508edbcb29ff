import { fail } from '../../api/diagnostic.ts';
import { DEFAULT_COMPRESSION, type RehearsalOptions } from '../../api/rehearsal.ts';
import { fill } from '../../api/text.ts';
import { waitsForHost } from '../../api/waits-for-host.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { showPlan } from '../view/plan-view.ts';
import { followRun } from './follow.ts';

const TEXT = {
  report: { en: 'Report: {folder}', es: 'Informe: {folder}' },
  verified: { en: 'Every file is as it was written.', es: 'Todos los archivos están como se escribieron.' },
  altered: { en: 'The report is not as it was written.', es: 'El informe no está como se escribió.' },
} as const;

export interface RehearsalFlags {
  readonly rehearsal?: boolean;
  readonly fault?: readonly string[];
  readonly keep?: boolean;
  readonly speed?: number;
  readonly bundleAlone?: boolean;
}

/** `--speed 60` = sixty times faster than real nodes; 1 = their observed delays. */
export function rehearsalOptions(flags: RehearsalFlags): RehearsalOptions {
  return {
    faults: [...(flags.fault ?? [])],
    keep: flags.keep ?? false,
    compression: flags.speed ?? DEFAULT_COMPRESSION,
    ...(flags.bundleAlone ? { bundleAlone: true } : {}),
  };
}

/** What only simulated nodes and their technician can do is no wish to the real ones. Throws `cli.needs-rehearsal`. */
export function refuseWithoutRehearsal(flags: RehearsalFlags & { readonly media?: unknown }): void {
  if (flags.rehearsal) return;
  const given = {
    '--media': flags.media !== undefined,
    '--fault': (flags.fault ?? []).length > 0,
    '--speed': flags.speed !== undefined,
    '--keep': flags.keep === true,
  };
  const option = Object.entries(given).find(([, isGiven]) => isGiven)?.[0];
  if (option !== undefined) throw fail('cli.needs-rehearsal', { params: { option } });
}

interface RunFlags extends RehearsalFlags {
  readonly json?: boolean;
}

/** Where a command works: on the simulated site that is kept between commands, or on the real one. */
export function where(flags: RehearsalFlags): { readonly rehearsal?: RehearsalOptions } {
  refuseWithoutRehearsal(flags);
  return flags.rehearsal ? { rehearsal: rehearsalOptions({ ...flags, keep: true }) } : {};
}

export interface WorkFlags extends RunFlags {
  readonly only?: readonly string[];
  readonly from?: string;
  readonly node?: readonly string[];
  readonly skip?: readonly string[];
  readonly prune?: boolean;
  readonly confirm?: readonly string[];
}

export interface ApplyFlags extends WorkFlags {
  readonly dryRun?: boolean;
  readonly wipe?: readonly string[];
  readonly takeLock?: boolean;
}

/** The part of the work that the flags name. `--confirm` belongs to `--prune`. */
function order(flags: WorkFlags) {
  if (flags.confirm && !flags.prune) throw fail('cli.needs-prune', { params: { option: '--confirm' } });
  const { only, from, node, skip } = flags;
  const selection = {
    ...(only ? { only: [...only] } : {}),
    ...(from === undefined ? {} : { from }),
    ...(node ? { nodes: [...node] } : {}),
    ...(skip ? { skip: [...skip] } : {}),
  };
  return {
    ...(Object.keys(selection).length > 0 ? { selection } : {}),
    ...(flags.prune ? { prune: { confirmed: [...(flags.confirm ?? [])] } } : {}),
  };
}

/**
 * `sitewright plan SITE`: what is and what will be. Exit 0: nothing to change, and all of it was looked at; 4: there are changes
 * that can be made; 1: something is blocked, or nothing is to be changed as far as one can see, and a host that is away may
 * hide more.
 */
export async function planCommand(session: Session, site: string, flags: WorkFlags): Promise<ExitCode> {
  const plan = await session.client.plan.make({ site, ...where(flags), ...order(flags) });
  if (flags.json) print(session.out, JSON.stringify(plan));
  else showPlan(session, plan);
  const open = plan.items.filter((item) => item.action !== 'skip' && !item.leftOut);
  const seen = open.filter((item) => !waitsForHost(item));
  if (seen.some((item) => item.action === 'blocked')) return EXIT.failed;
  if (seen.length > 0) return EXIT.changes;
  return open.length === 0 ? EXIT.done : EXIT.failed;
}

/** `sitewright apply SITE`. Exit 0 only where every item that was asked for was seen true; 1 where a host that is away hid one. */
export async function applyCommand(session: Session, site: string, flags: ApplyFlags): Promise<ExitCode> {
  if (flags.dryRun) return planCommand(session, site, flags);
  const { runId } = await session.client.runs.apply({
    site,
    ...where(flags),
    ...order(flags),
    ...(flags.wipe ? { wipe: [...flags.wipe] } : {}),
    ...(flags.takeLock ? { takeLock: true } : {}),
  });
  return followRun(session, runId, flags);
}

export interface SmokeFlags extends RunFlags {
  readonly check?: readonly string[];
}

/** `sitewright smoke SITE [--check ID]...`. Exit 0 where every test that was asked passed. */
export async function smokeCommand(session: Session, site: string, flags: SmokeFlags): Promise<ExitCode> {
  const checks = flags.check ? { checks: [...flags.check] } : {};
  const { runId } = await session.client.runs.smoke({ site, ...where(flags), ...checks });
  return followRun(session, runId, flags);
}

/** `sitewright rehearse SITE [--out DIR] [--keep] [--bundle-alone] [--fault NAME]...`: the whole journey on a simulated site. */
export async function rehearseCommand(
  session: Session,
  site: string,
  flags: RunFlags & { readonly out?: string },
): Promise<ExitCode> {
  const { runId } = await session.client.runs.rehearse({ site, rehearsal: rehearsalOptions(flags), outDir: flags.out });
  return followRun(session, runId, flags);
}

/** `sitewright report make SITE [--run ID] [--out DIR]`: says where the report lies. */
export async function reportCommand(
  session: Session,
  site: string,
  flags: { readonly out?: string; readonly run?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const made = await session.client.report.make({ site, runId: flags.run, outDir: flags.out });
  print(session.out, flags.json ? JSON.stringify(made) : fill(TEXT.report, session.language, { folder: made.folder }));
  return EXIT.done;
}

/** `sitewright report verify FOLDER`: 0 = as written, 1 = something differs (named). */
export async function reportVerifyCommand(
  session: Session,
  folder: string,
  flags: { readonly json?: boolean },
): Promise<ExitCode> {
  const verdict = await session.client.report.verify({ folder });
  if (flags.json) {
    const diagnostics = verdict.diagnostics.map((entry) => diagnosticView(entry, session.language));
    print(session.out, JSON.stringify({ ...verdict, diagnostics }));
  } else {
    printDiagnostics(session, verdict.diagnostics);
    print(session.out, (verdict.ok ? TEXT.verified : TEXT.altered)[session.language]);
  }
  return verdict.ok ? EXIT.done : EXIT.failed;
}

export async function exportTerraformCommand(
  session: Session,
  site: string,
  flags: { readonly out: string },
): Promise<ExitCode> {
  const made = await session.client.sites.exportTerraform({ site, outDir: flags.out });
  for (const file of made.files) print(session.out, file);
  return EXIT.done;
}
