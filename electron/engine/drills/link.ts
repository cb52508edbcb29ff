import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { until } from '../pve/patience.ts';
import { linkAddresses, pveNodes } from '../site/derive.ts';
import { firstWithoutQuorum, linkStates } from './corosync-looks.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import { guarded, notWhole, withoutMargin } from './guards.ts';
import { beginSilence, endSilence, needFilter, putSilenceBack, type Silence } from './silence.ts';
import { timeFigure } from './time-figure.ts';

const LASTS_S = 30;
const BACK_LIMIT_MS = 60_000;
/**
 * The node takes the rules away by itself a little later than we do. Should the other link not carry the cluster, the node is
 * alone so long: it is back before the minute after which its watchdog restarts it (pve-facts 5.4).
 */
const OWN_RETURN_S = LASTS_S + 3;

/** One cluster link of one node carries nothing for half a minute; the cluster has to go on over the other one. */
export function linkDrill(site: Site, node: Host, link: number): Drill {
  const target = node.name;
  const others = linkAddresses(node).filter((entry) => entry.link !== link);
  return {
    order: { kind: 'link', node: target, link },
    title: { en: `Link ${link} of ${target} is lost`, es: `Se pierde el enlace ${link} de ${target}` },
    warning: {
      en: `Cluster link ${link} of ${target} carries nothing for ${LASTS_S} s. The cluster goes on over the other link; machines, SSH and storage are not touched. It comes back by itself, also when this laptop is gone.`,
      es: `El enlace de clúster ${link} de ${target} no lleva nada durante ${LASTS_S} s. El clúster sigue por el otro enlace; no se tocan máquinas, SSH ni almacenamiento. Vuelve por sí solo, también si este portátil desaparece.`,
    },
    target,
    lastsSeconds: LASTS_S + 30,
    refused: others.length === 0 ? diagnostic('drill.one-link', { params: { node: target } }) : withoutMargin(site),
    guard: (view): Diagnostic | undefined => guarded(() => notWhole(view)),
    begin: () => beginLink(site, node, link),
  };
}

function beginLink(site: Site, node: Host, link: number): DrillTry {
  const host = node.name;
  const address = linkAddresses(node).find((entry) => entry.link === link)?.address ?? node.address;
  const silence: Silence = { addresses: [address], seconds: OWN_RETURN_S };
  const all = pveNodes(site).map(({ name }) => name);
  const subject = { host };
  let isCut = false;
  return {
    async run(context) {
      await needFilter(context, host, silence);
      await needOtherLink(context, all, link);
      isCut = true;
      await beginSilence(context.change(host), silence, context.signal);
      context.broken();
      const cutAt = context.now();
      context.moment('bad', {
        en: `Link ${link} of ${host} (${address}) is cut`,
        es: `El enlace ${link} de ${host} (${address}) está cortado`,
      });
      let lostAt: number | undefined;
      let looks = 0;
      while (context.now() - cutAt < LASTS_S * 1000) {
        if (lostAt === undefined && (await linkStates(context, host)).get(link) === 'lost') {
          lostAt = context.now();
          context.moment('note', {
            en: `corosync reports link ${link} as disconnected`,
            es: `corosync da el enlace ${link} por desconectado`,
          });
        }
        const who = await firstWithoutQuorum(context, all);
        if (who !== undefined) throw fail('drill.quorum-lost', { params: { link, node: host, who }, subject });
        looks += all.length;
        await context.wait(lostAt === undefined ? 1_000 : 3_000);
      }
      if (lostAt === undefined) throw fail('drill.link-still-up', { params: { link, node: host }, subject });
      timeFigure(context, 'noticed', { en: 'Until the loss was noticed', es: 'Hasta notar la pérdida' }, cutAt, lostAt);
      context.figure({
        id: 'quorate-looks',
        title: { en: 'Looks at quorum, all good', es: 'Miradas al quórum, todas buenas' },
        value: looks,
        unit: 'times',
      });
      context.moment('good', {
        en: 'Every node kept quorum over the other link',
        es: 'Todos los nodos mantuvieron el quórum por el otro enlace',
      });
      isCut = !(await endSilence(context.change(host), silence, context.signal));
      const backAt = context.now();
      const isBack = await until(context, { deadlineMs: BACK_LIMIT_MS, everyMs: 1_000 }, async () =>
        (await linkStates(context, host)).get(link) === 'connected' ? true : undefined,
      );
      if (!isBack)
        throw fail('drill.link-not-back', { params: { link, node: host, seconds: BACK_LIMIT_MS / 1000 }, subject });
      timeFigure(
        context,
        'back',
        { en: 'Until the link was connected again', es: 'Hasta que el enlace volvió' },
        backAt,
      );
      context.moment('good', {
        en: `Link ${link} is connected again`,
        es: `El enlace ${link} vuelve a estar conectado`,
      });
    },
    putBack: async (context) => (isCut ? putSilenceBack(context, host, silence) : []),
  };
}

/** Each node is connected to all others over some other link now; else the cut would part the cluster. */
async function needOtherLink(context: DrillContext, nodes: readonly string[], link: number): Promise<void> {
  const states = await Promise.all(nodes.map((node) => linkStates(context, node)));
  const bad = nodes.find((_, index) =>
    [...(states[index] ?? [])].every(([number, state]) => number === link || state === 'lost'),
  );
  if (bad !== undefined) throw fail('drill.other-link-down', { params: { node: bad, link }, subject: { host: bad } });
}
