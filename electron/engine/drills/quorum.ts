import { type Diagnostic, fail } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { until } from '../pve/patience.ts';
import { change } from '../shell/command.ts';
import { linkAddresses, ownershipTag, pveNodes, votingWitness } from '../site/derive.ts';
import type { Drill, DrillTry } from './drill.ts';
import { guarded, notWhole, withoutMargin } from './guards.ts';
import { isQuorate, needFilter, putSilenceBack } from './link.ts';
import { beginSilence, endSilence, type Silence } from './silence.ts';

const BACK_LIMIT_MS = 120_000;

/**
 * One node reaches nobody for a while, the witness included. It has to lose quorum and refuse changes while the others go on.
 * Shorter than the minute after which the watchdog of a node that runs HA machines restarts it (pve-facts 5.4).
 */
export function quorumDrill(site: Site, node: Host): Drill {
  const target = node.name;
  const seconds = silentSeconds(site);
  const witness = votingWitness(site);
  const whom = witness ? `, ${witness.name}` : '';
  return {
    order: { kind: 'quorum', node: target },
    title: { en: `${target} is alone`, es: `${target} se queda solo` },
    warning: {
      en: `The cluster traffic of ${target} to the other nodes${whom} is cut for ${seconds} s. ${target} loses quorum: nothing can be changed there meanwhile, its machines go on. The others keep quorum. It comes back by itself, also when this laptop is gone.`,
      es: `El tráfico de clúster de ${target} con los demás nodos${whom} se corta durante ${seconds} s. ${target} pierde el quórum: mientras tanto allí no se puede cambiar nada y sus máquinas siguen. Los demás mantienen el quórum. Vuelve por sí solo, también si este portátil desaparece.`,
    },
    target,
    lastsSeconds: seconds + 60,
    refused: withoutMargin(site),
    guard: (view): Diagnostic | undefined => guarded(() => notWhole(view)),
    begin: () => beginQuorum(site, node, seconds),
  };
}

/**
 * Long enough for the loss to be noticed: corosync waits for its token (3 s and 0.65 s for every node beyond two) and then
 * 1.2 times as long for a new membership (corosync.conf(5)). Never as long as the watchdog waits.
 */
export function silentSeconds(site: Site): number {
  const token = 3 + 0.65 * Math.max(0, pveNodes(site).length - 2);
  return Math.min(45, Math.max(30, Math.ceil(token * 2.2 + 10)));
}

function beginQuorum(site: Site, node: Host, seconds: number): DrillTry {
  const host = node.name;
  const silence: Silence = {
    addresses: linkAddresses(node).map((entry) => entry.address),
    witness: votingWitness(site) !== undefined,
    seconds: seconds + 5,
  };
  const others = pveNodes(site).filter((entry) => entry.name !== host);
  const probe = `/etc/pve/${ownershipTag(site)}-drill`;
  let isCut = false;
  return {
    async run(context) {
      await needFilter(context, host);
      isCut = true;
      await beginSilence(context.change(host), silence, context.signal);
      context.broken();
      const cutAt = context.now();
      context.moment('bad', { en: `${host} reaches nobody`, es: `${host} no llega a nadie` });
      const end = cutAt + seconds * 1000;
      const isLost = await until(context, { deadlineMs: seconds * 1000, everyMs: 1_000 }, async () =>
        (await isQuorate(context, host)) ? undefined : true,
      );
      if (!isLost) throw fail('drill.quorum-kept', { params: { node: host }, subject: { host } });
      context.figure({
        id: 'lost',
        title: { en: 'Until quorum was lost', es: 'Hasta perder el quórum' },
        value: (context.now() - cutAt) / 1000,
        unit: 'seconds',
      });
      context.moment('note', { en: `${host} has no quorum`, es: `${host} no tiene quórum` });

      const options = { signal: context.signal, timeoutMs: 15_000 };
      const tried = await context.change(host).exec(change`mkdir ${probe}`, options);
      if (tried.code === 0) {
        await context.change(host).exec(change`rmdir ${probe}`, options);
        throw fail('drill.write-taken', { params: { node: host }, subject: { host } });
      }
      const refusals = 1;
      context.moment('good', {
        en: `${host} refuses changes: ${tried.stderr.trim().slice(-120)}`,
        es: `${host} rechaza cambios: ${tried.stderr.trim().slice(-120)}`,
      });
      do {
        for (const { name } of others)
          if (!(await isQuorate(context, name)))
            throw fail('drill.others-lost-quorum', { params: { node: host, who: name }, subject: { host: name } });
        await context.wait(3_000);
      } while (context.now() < end - 5_000);
      context.moment('good', { en: 'The others kept quorum', es: 'Los demás mantuvieron el quórum' });
      context.figure({
        id: 'refused',
        title: { en: 'Changes tried and refused', es: 'Cambios intentados y rechazados' },
        value: refusals,
        unit: 'times',
      });

      await endSilence(context.change(host), silence, context.signal);
      isCut = false;
      const backAt = context.now();
      const isBack = await until(context, { deadlineMs: BACK_LIMIT_MS, everyMs: 1_000 }, async () => {
        if (!(await isQuorate(context, host))) return undefined;
        const made = await context.change(host).exec(change`mkdir ${probe} && rmdir ${probe}`, options);
        return made.code === 0 ? true : undefined;
      });
      if (!isBack)
        throw fail('drill.quorum-not-back', {
          params: { node: host, seconds: BACK_LIMIT_MS / 1000 },
          subject: { host },
        });
      context.figure({
        id: 'back',
        title: { en: 'Until quorum was back', es: 'Hasta recuperar el quórum' },
        value: (context.now() - backAt) / 1000,
        unit: 'seconds',
      });
      context.moment('good', {
        en: `${host} has quorum and takes changes again`,
        es: `${host} tiene quórum y acepta cambios de nuevo`,
      });
    },
    putBack: (context) => putSilenceBack(context, host, silence, isCut),
  };
}
