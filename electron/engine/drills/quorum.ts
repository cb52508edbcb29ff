import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { until } from '../pve/patience.ts';
import { change } from '../shell/command.ts';
import { linkAddresses, ownershipTag, pveNodes, votingWitness } from '../site/derive.ts';
import { factOf } from '../steps/sight.ts';
import type { View } from '../steps/step.ts';
import { firstWithoutQuorum, isQuorate } from './corosync-looks.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import { guarded, notWhole, withoutMargin } from './guards.ts';
import { beginSilence, endSilence, needFilter, putSilenceBack, type Silence } from './silence.ts';
import { timeFigure } from './time-figure.ts';

const BACK_LIMIT_MS = 120_000;
/** From the loss of quorum to the end of the silence: a change is tried, the others are looked at twice. */
const AFTER_LOSS_S = 15;
/** Until a qdevice has given its witness up. */
const WITNESS_S = 5;
/**
 * A node that runs HA machines restarts 60 s after it last told its watchdog that all is well (pve-facts 5.4): that may be
 * 10 s before the cut, and it takes up to 15 s from the end of the silence until it tells so again (links, membership, lock).
 */
const WATCHDOG_BEARS_S = 35;

/** One node reaches nobody for a while, the witness included. It has to lose quorum and refuse changes while the others go on. */
export function quorumDrill(site: Site, node: Host): Drill {
  const target = node.name;
  const seconds = silentSeconds(site);
  const witness = votingWitness(site);
  const whom = witness ? `, ${witness.name}` : '';
  return {
    order: { kind: 'quorum', node: target },
    title: { en: `${target} is alone`, es: `${target} se queda solo` },
    warning: {
      en: `The cluster traffic of ${target} to the other nodes${whom} is cut for at most ${seconds} s. ${target} loses quorum: nothing can be changed there meanwhile, its machines go on. The others keep quorum. It comes back by itself, also when this laptop is gone.`,
      es: `El tráfico de clúster de ${target} con los demás nodos${whom} se corta durante ${seconds} s como mucho. ${target} pierde el quórum: mientras tanto allí no se puede cambiar nada y sus máquinas siguen. Los demás mantienen el quórum. Vuelve por sí solo, también si este portátil desaparece.`,
    },
    target,
    lastsSeconds: seconds + 60,
    refused: withoutMargin(site),
    guard: (view): Diagnostic | undefined => guarded(() => notWhole(view) ?? watchdogWouldBite(view, target, seconds)),
    begin: () => beginQuorum(site, node, seconds),
  };
}

/**
 * The longest silence: corosync waits for its token (3 s and 0.65 s for every node beyond two), then 1.2 times as long for a
 * new membership (corosync.conf(5)), and a qdevice for its witness; after that comes what is measured. Two nodes and a witness
 * with corosync 3.1.7 took 6.4 to 11.5 s, and had quorum again 3 to 6 s after the silence.
 */
export function silentSeconds(site: Site): number {
  const token = 3 + 0.65 * Math.max(0, pveNodes(site).length - 2);
  return Math.ceil(token * 2.2) + (votingWitness(site) ? WITNESS_S : 0) + AFTER_LOSS_S;
}

/** In a large cluster the loss takes long to be noticed; a node with a watchdog at work would be restarted by it. */
function watchdogWouldBite(view: View, node: string, seconds: number): Diagnostic | undefined {
  if (seconds <= WATCHDOG_BEARS_S) return undefined;
  const manager = factOf(view, node, 'haManagerStatus');
  const isArmed =
    manager?.masterNode === node || [...(manager?.services.values() ?? [])].some((service) => service.node === node);
  return isArmed
    ? diagnostic('drill.watchdog-first', { params: { node, seconds }, subject: { host: node } })
    : undefined;
}

function beginQuorum(site: Site, node: Host, seconds: number): DrillTry {
  const host = node.name;
  const subject = { host };
  const silence: Silence = {
    addresses: linkAddresses(node).map((entry) => entry.address),
    witness: votingWitness(site)?.address,
    seconds,
  };
  const others = pveNodes(site)
    .map(({ name }) => name)
    .filter((name) => name !== host);
  const probe = `/etc/pve/${ownershipTag(site)}-drill`;
  const options = (context: DrillContext) => ({ signal: context.signal, timeoutMs: 15_000 });
  let isCut = false;
  let hasTried = false;
  return {
    async run(context) {
      await needFilter(context, host, silence);
      isCut = true;
      await beginSilence(context.change(host), silence, context.signal);
      context.broken();
      const cutAt = context.now();
      context.moment('bad', { en: `${host} reaches nobody`, es: `${host} no llega a nadie` });
      const lossLimitMs = (seconds - AFTER_LOSS_S / 2) * 1000;
      const isLost = await until(context, { deadlineMs: lossLimitMs, everyMs: 1_000 }, async () =>
        (await isQuorate(context, host)) ? undefined : true,
      );
      if (!isLost)
        throw fail('drill.quorum-kept', { params: { node: host, seconds: Math.round(lossLimitMs / 1000) }, subject });
      timeFigure(context, 'lost', { en: 'Until quorum was lost', es: 'Hasta perder el quórum' }, cutAt);
      context.moment('note', { en: `${host} has no quorum`, es: `${host} no tiene quórum` });

      hasTried = true;
      // while the members settle a change waits instead of being refused
      const tried = await context.change(host).exec(change`timeout -s KILL 8 mkdir ${probe}`, options(context));
      if (tried.code === 0) throw fail('drill.write-taken', { params: { node: host }, subject });
      const said = tried.stderr.trim().slice(-120);
      context.moment('good', {
        en: `${host} refuses changes: ${said}`,
        es: `${host} rechaza cambios: ${said}`,
      });
      for (let look = 1; look <= 2; look += 1) {
        const who = await firstWithoutQuorum(context, others);
        if (who !== undefined)
          throw fail('drill.others-lost-quorum', { params: { node: host, who }, subject: { host: who } });
        if (look === 1) await context.wait(3_000);
      }
      context.moment('good', { en: 'The others kept quorum', es: 'Los demás mantuvieron el quórum' });
      context.figure({
        id: 'refused',
        title: { en: 'Changes tried and refused', es: 'Cambios intentados y rechazados' },
        value: 1,
        unit: 'times',
      });

      isCut = !(await endSilence(context.change(host), silence, context.signal));
      const backAt = context.now();
      const isBack = await until(context, { deadlineMs: BACK_LIMIT_MS, everyMs: 1_000 }, async () => {
        if (!(await isQuorate(context, host))) return undefined;
        const command = change`rmdir ${probe} 2>/dev/null; mkdir ${probe} && rmdir ${probe}`;
        const made = await context.change(host).exec(command, options(context));
        return made.code === 0 ? true : undefined;
      });
      if (!isBack)
        throw fail('drill.quorum-not-back', { params: { node: host, seconds: BACK_LIMIT_MS / 1000 }, subject });
      timeFigure(context, 'back', { en: 'Until quorum was back', es: 'Hasta recuperar el quórum' }, backAt);
      context.moment('good', {
        en: `${host} has quorum and takes changes again`,
        es: `${host} tiene quórum y acepta cambios de nuevo`,
      });
      hasTried = false;
    },
    async putBack(context) {
      const left = isCut ? await putSilenceBack(context, host, silence) : [];
      // a change that waited while the members settled may have come through afterwards
      if (hasTried) await removeProbe(context, host, probe);
      return left;
    },
  };
}

/** The folder that was tried is empty and tells nobody anything: where it cannot be removed now it does no harm. */
async function removeProbe(context: DrillContext, host: string, probe: string): Promise<void> {
  await until(context, { deadlineMs: BACK_LIMIT_MS, everyMs: 2_000 }, async () => {
    const gone = change`[ ! -e ${probe} ] || rmdir ${probe}`;
    const result = await context.change(host).exec(gone, { signal: context.signal, timeoutMs: 15_000 });
    return result.code === 0 ? true : undefined;
  }).catch(() => context.signal.throwIfAborted());
}
