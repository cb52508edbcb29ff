import { DiagnosticError, describeDiagnostic, fail } from '../../api/diagnostic.ts';
import type { Machine } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { until } from '../pve/patience.ts';
import { change, read } from '../shell/command.ts';
import { factOf } from '../steps/sight.ts';
import { answers, mustRun } from './ask.ts';
import type { DrillContext, Haste } from './drill.ts';
import { copiesOf, notUnderHa, notWhole, placeOf } from './guards.ts';

/** A person walks to the rack, finds the button, the node boots. */
const POWER_LIMIT_MS = 60 * 60_000;
const CLUSTER_LIMIT_MS = 10 * 60_000;
/** By itself, where HA prefers the old node. */
const FAILBACK_MS = 90_000;
const MOVE_LIMIT_MS = 30 * 60_000;
/** The copy goes the whole way again where the old node has no common state left. */
const COPY_LIMIT_MS = 60 * 60_000;

export interface Lost {
  readonly machine: Machine;
  /** The node that was switched off. */
  readonly node: string;
  readonly survivors: readonly string[];
}

/** The power goes a second after it was told to: an answer before that says nothing. */
const CUT_SETTLES_MS = 5_000;

/** Waits for the node, the cluster, the machine's way back and its copies. Gives what is left. */
export async function bringHome(context: DrillContext, lost: Lost, haste: Haste): Promise<readonly Text[]> {
  const { machine, node } = lost;
  const isOn = () => answers(context, node, read`true`);
  if (haste === 'stopped') await context.wait(CUT_SETTLES_MS);
  if (!(await isOn())) {
    const ask: Text = {
      en: `Switch ${node} on. If it has no button to press, take its power away for 10 s and give it back.`,
      es: `Encienda ${node}. Si no hay botón que pulsar, quítele la corriente 10 s y vuelva a dársela.`,
    };
    context.switchOn(node);
    if (haste === 'stopped') return [ask, laterText(machine)];
    context.waitsFor(ask);
    const isBack = await until(context, { deadlineMs: POWER_LIMIT_MS, everyMs: 5_000 }, async () =>
      (await isOn()) ? true : undefined,
    );
    context.waitsFor(undefined);
    if (!isBack) return [ask, laterText(machine)];
    context.moment('good', { en: `${node} answers again`, es: `${node} responde de nuevo` });
  }
  if (haste === 'stopped') return [laterText(machine)];
  try {
    await inCluster(context, node);
    await moveHome(context, lost);
    await copyAgain(context, lost);
    return [];
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof DiagnosticError)) throw error;
    context.moment('bad', asText(error));
    return [asText(error), ...commandTexts(error), laterText(machine)];
  }
}

/** The sentence of a failure, as a text in both languages. */
function asText(error: DiagnosticError): Text {
  const [first] = error.diagnostics;
  return { en: describeDiagnostic(first, 'en').summary, es: describeDiagnostic(first, 'es').summary };
}

/** What is typed on a node, the same in every language. */
function commandTexts(error: DiagnosticError): readonly Text[] {
  return (error.diagnostics[0].commands ?? []).map((line) => ({ en: line, es: line }));
}

function laterText(machine: Machine): Text {
  return {
    en: `When all nodes are on again, apply the site: it says whether ${machine.name} is where it should be.`,
    es: `Cuando todos los nodos estén encendidos, aplique el sitio: dice si ${machine.name} está donde debe.`,
  };
}

async function inCluster(context: DrillContext, node: string): Promise<void> {
  const isWhole = await until(context, { deadlineMs: CLUSTER_LIMIT_MS, everyMs: 5_000 }, async () =>
    quietly(
      () => context.look(),
      (view) => notWhole(view) === undefined,
    ),
  );
  if (!isWhole) throw fail('drill.node-not-back', { params: { node, minutes: CLUSTER_LIMIT_MS / 60_000 } });
  context.moment('good', { en: `${node} is in the cluster again`, es: `${node} está de nuevo en el clúster` });
}

async function moveHome(context: DrillContext, { machine, node, survivors }: Lost): Promise<void> {
  const isHome = (limitMs: number) =>
    until(context, { deadlineMs: limitMs, everyMs: 5_000 }, () =>
      quietly(
        () => context.look(),
        (view) => placeOf(view, machine) === node && notUnderHa(view, machine) === undefined,
      ),
    );
  await refuseInError(context, { machine, node, survivors });
  if (!(await isHome(FAILBACK_MS))) {
    // the move of a replicated machine needs a copy that is in step
    const host = survivors[0] ?? node;
    await syncNow(context, machine);
    await mustRun(context.change(host), change`ha-manager crm-command migrate ${`vm:${machine.id}`} ${node}`, {
      signal: context.signal,
      timeoutMs: 30_000,
    });
    if (!(await isHome(MOVE_LIMIT_MS))) {
      const where = placeOf(await context.look(), machine);
      throw fail('drill.machine-not-back', {
        params: { machine: machine.name, node, where, minutes: MOVE_LIMIT_MS / 60_000 },
      });
    }
  }
  context.moment('good', { en: `${machine.name} is on ${node} again`, es: `${machine.name} está de nuevo en ${node}` });
}

/** What HA has given up it does not move any more: a person brings it back, by the vendor's way (pve-docs, ha-manager.adoc). */
async function refuseInError(context: DrillContext, { machine, node }: Lost): Promise<void> {
  const view = await context.look();
  const where = placeOf(view, machine);
  const state = factOf(view, where, 'haManagerStatus')?.services.get(`vm:${machine.id}`)?.state;
  if (state !== 'error') return;
  const config = (name: string) => `/etc/pve/nodes/${name}/qemu-server/${machine.id}.conf`;
  throw fail('drill.machine-in-error', {
    params: { machine: machine.name, where, node },
    commands: [
      `ha-manager set vm:${machine.id} --state disabled`,
      `mv ${config(where)} ${config(node)}`,
      `ha-manager set vm:${machine.id} --state started`,
    ],
  });
}

/** While the node was off its jobs failed, and the next try is far away: they are asked for now. */
async function syncNow(context: DrillContext, machine: Machine): Promise<void> {
  const view = await context.look();
  const owner = placeOf(view, machine);
  for (const copy of copiesOf(view, machine))
    await mustRun(context.change(owner), change`pvesr schedule-now ${copy.job}`, {
      signal: context.signal,
      timeoutMs: 30_000,
    });
  await copyInStep(context, machine);
}

async function copyAgain(context: DrillContext, { machine }: Lost): Promise<void> {
  await syncNow(context, machine);
  context.moment('good', {
    en: `The copy of ${machine.name} is in step`,
    es: `La copia de ${machine.name} está al día`,
  });
}

async function copyInStep(context: DrillContext, machine: Machine): Promise<void> {
  let why = '';
  const isGood = await until(context, { deadlineMs: COPY_LIMIT_MS, everyMs: 10_000 }, () =>
    quietly(
      () => context.look(),
      (view) => {
        why = copiesOf(view, machine).find((copy) => copy.why !== '')?.why ?? '';
        return why === '';
      },
    ),
  );
  if (!isGood)
    throw fail('drill.copy-not-in-step', {
      params: { machine: machine.name, minutes: COPY_LIMIT_MS / 60_000, why },
    });
}

/** Looks; what cannot be known while nodes come up counts as not yet. */
async function quietly<T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<true | undefined> {
  try {
    return isSo(await look()) ? true : undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
