import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Machine, Site } from '../../api/site.ts';
import { asText } from '../facts/parse/text.ts';
import { until } from '../pve/patience.ts';
import { change, read } from '../shell/command.ts';
import { haResources, pveNodes, replicationJobs } from '../site/derive.ts';
import { answers, askList, mustLook, mustRun } from './ask.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import {
  copiesOf,
  copyNotInOrder,
  guarded,
  loneGuests,
  machinesOn,
  noOtherNode,
  notUnderHa,
  notWhole,
  placeOf,
  withoutMargin,
} from './guards.ts';
import { bringHome } from './way-back.ts';

/** The node has to be silent this long after its power was cut. */
const OFF_LIMIT_MS = 60_000;
/** With the vendor's timers about 190 s are usual (pve-behaviour 6). */
const RECOVERY_LIMIT_MS = 10 * 60_000;
const ANSWER_LIMIT_MS = 5 * 60_000;
/** What a site with HA promises: a machine is away for at most this long. */
const PROMISED_AWAY_S = 300;

/**
 * The node that runs an HA machine loses its power, as near as that comes without a hand at the plug: the kernel switches
 * the machine off at once (sysrq o), nothing is written out, no service is told. Unlike at a pulled plug its disks and
 * its network card keep their power for an instant. A person switches it on again afterwards.
 */
export function failoverDrill(site: Site, machine: Machine): Drill {
  const resource = haResources(site).find((entry) => entry.machine === machine.name);
  return {
    order: { kind: 'failover', machine: machine.name },
    title: { en: `The node of ${machine.name} dies`, es: `Muere el nodo de ${machine.name}` },
    warning: {
      en: `The node that runs ${machine.name} is switched off hard, as by a power cut. ${machine.name} and every other machine on that node are away for about 3 to 4 min and then run elsewhere; what they wrote after the last copy is lost. You switch the node on again by hand.`,
      es: `El nodo que ejecuta ${machine.name} se apaga de golpe, como en un corte de corriente. ${machine.name} y las demás máquinas de ese nodo faltan unos 3 a 4 min y luego corren en otro; se pierde lo que escribieron tras la última copia. Usted vuelve a encender el nodo a mano.`,
    },
    target: machine.name,
    lastsSeconds: 20 * 60,
    refused:
      withoutMargin(site) ??
      (resource
        ? undefined
        : diagnostic('drill.no-ha', { subject: { field: `machines[${site.machines.indexOf(machine)}].ha` } })),
    guard: (view): Diagnostic | undefined =>
      guarded(() => {
        const trouble = notWhole(view) ?? notUnderHa(view, machine);
        if (trouble) return trouble;
        const node = placeOf(view, machine);
        // whatever else HA keeps on that node goes the same way
        for (const entry of machinesOn(view, node)) {
          const bad = copyNotInOrder(view, entry) ?? noOtherNode(view, entry, node);
          if (bad) return bad;
        }
        const names = loneGuests(view, node);
        if (names.length === 0) return undefined;
        return diagnostic('drill.lone-machine-on-node', { params: { node, names: names.join(', ') } });
      }),
    begin: (view) => beginFailover(site, machine, placeOf(view, machine), PROMISED_AWAY_S),
  };
}

function beginFailover(site: Site, machine: Machine, node: string, promisedSeconds: number): DrillTry {
  const survivors = pveNodes(site)
    .map((host) => host.name)
    .filter((name) => name !== node);
  let isOff = false;
  return {
    async run(context) {
      const options = { signal: context.signal, timeoutMs: 15_000 };
      // the node's own clock wrote the times of the copies
      const copies = copiesOf(await context.look(node), machine);
      const clock = await mustLook(context.read(node), read`date +%s`, options);
      isOff = true;
      await mustRun(
        context.change(node),
        change`systemd-run --quiet --collect --unit=sitewright-drill-cut sh -c ${'sleep 1; echo o > /proc/sysrq-trigger'}`,
        options,
      );
      context.broken();
      const cutAt = context.now();
      context.moment('bad', { en: `Power of ${node} cut`, es: `Corriente de ${node} cortada` });
      const isGone = await until(context, { deadlineMs: OFF_LIMIT_MS, everyMs: 2_000 }, async () =>
        (await answers(context, node, read`true`)) ? undefined : true,
      );
      if (!isGone) {
        isOff = false;
        throw fail('drill.node-stayed-on', { params: { node, seconds: OFF_LIMIT_MS / 1000 }, subject: { host: node } });
      }
      const where = await recovered(context, machine, node, survivors);
      context.moment('good', { en: `${machine.name} runs on ${where}`, es: `${machine.name} corre en ${where}` });
      const doesAnswer = await until(context, { deadlineMs: ANSWER_LIMIT_MS, everyMs: 2_000 }, async () =>
        (await answers(context, machine.name, read`true`)) ? true : undefined,
      );
      if (!doesAnswer)
        throw fail('drill.no-answer-after', {
          params: { machine: machine.name, node: where },
          subject: { host: machine.name },
        });
      const awaySeconds = Math.round((context.now() - cutAt) / 1000);
      context.moment('good', { en: `${machine.name} answers over SSH`, es: `${machine.name} responde por SSH` });
      context.figure({
        id: 'away',
        title: { en: `${machine.name} away`, es: `${machine.name} sin servicio` },
        value: awaySeconds,
        unit: 'seconds',
        atMost: promisedSeconds,
      });
      // with two replicas the machine goes on from the one where it runs, and that may be the older
      const copy = copies.find(({ target }) => target === where);
      if (copy && copy.lastSyncSeconds > 0)
        context.figure({
          id: 'data-age',
          title: { en: 'Data lost at most', es: 'Datos perdidos como máximo' },
          value: Math.max(0, Number(clock.stdout.trim()) + 1 - copy.lastSyncSeconds),
          unit: 'seconds',
          atMost: promisedAge(site, copy.job),
        });
      if (awaySeconds > promisedSeconds)
        throw fail('drill.late', {
          params: { machine: machine.name, seconds: awaySeconds, promised: promisedSeconds },
          severity: 'error',
        });
    },
    putBack: (context, haste) =>
      isOff ? bringHome(context, { machine, node, survivors }, haste) : Promise.resolve([]),
  };
}

/** A copy is made so often, and takes some time itself. */
function promisedAge(site: Site, id: string): number | undefined {
  const job = replicationJobs(site).find((entry) => entry.id === id);
  return job && (job.everyMinutes + 2) * 60;
}

/** Waits until HA has the machine as started on another node; says what happens on the way. Gives that node. */
async function recovered(
  context: DrillContext,
  machine: Machine,
  node: string,
  survivors: readonly string[],
): Promise<string> {
  const sid = `vm:${machine.id}`;
  let last = '';
  let master = '';
  let state = 'not known';
  const where = await until(context, { deadlineMs: RECOVERY_LIMIT_MS, everyMs: 3_000 }, async () => {
    const entries = await askAny(context, survivors).catch((error: unknown) => {
      // while the members settle PVE's tools may refuse or hang: that is no end of the wait
      context.signal.throwIfAborted();
      context.note(`nobody says how HA stands: ${String(error)}`);
      return undefined;
    });
    if (!entries) return undefined;
    const service = entries.find((entry) => asText(entry.sid) === sid || asText(entry.id) === `service:${sid}`);
    const chief = asText(entries.find((entry) => asText(entry.type) === 'master')?.node) ?? '';
    if (master !== '' && chief !== master && chief !== '')
      context.moment('note', { en: `${chief} takes over HA`, es: `${chief} asume la HA` });
    master = chief || master;
    state = asText(service?.crm_state) ?? asText(service?.state) ?? 'not known';
    const place = asText(service?.node) ?? '';
    if (`${state} ${place}` !== last && last !== '' && state !== 'started')
      context.moment('note', { en: `HA: ${state} (${place})`, es: `HA: ${state} (${place})` });
    last = `${state} ${place}`;
    if (state === 'error') return { place: '' };
    return place !== node && place !== '' && asText(service?.state) === 'started' ? { place } : undefined;
  });
  if (where && where.place !== '') return where.place;
  throw fail('drill.not-recovered', {
    params: { machine: machine.name, minutes: RECOVERY_LIMIT_MS / 60_000, state, node },
    evidence: [last],
  });
}

/** From the first survivor that answers. Rejects with what the last one said. */
async function askAny(context: DrillContext, survivors: readonly string[]) {
  let last: unknown;
  for (const host of survivors) {
    try {
      return await askList(context, host, read`pvesh get /cluster/ha/status/current --output-format json`);
    } catch (error) {
      context.signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}
