import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { asNumber, asText } from '../facts/parse/text.ts';
import { until } from '../pve/patience.ts';
import { read } from '../shell/command.ts';
import { linkAddresses, pveNodes } from '../site/derive.ts';
import { answers, askList, LOOK_TIMEOUT_MS, mustLook } from './ask.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import { guarded, notWhole, withoutMargin } from './guards.ts';
import { beginSilence, endSilence, type Silence } from './silence.ts';

const LASTS_S = 30;
const BACK_LIMIT_MS = 60_000;
/** The unit on the node takes the rules away by itself a little later than we do. */
const OWN_RETURN_S = LASTS_S + 15;

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
  const silence: Silence = { addresses: [address], witness: false, seconds: OWN_RETURN_S };
  let isCut = false;
  return {
    async run(context) {
      await needFilter(context, host);
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
        if (lostAt === undefined && (await linkState(context, host, link)) === 'lost') {
          lostAt = context.now();
          context.moment('note', {
            en: `corosync reports link ${link} as disconnected`,
            es: `corosync da el enlace ${link} por desconectado`,
          });
        }
        for (const { name } of pveNodes(site)) {
          looks += 1;
          if (!(await isQuorate(context, name)))
            throw fail('drill.quorum-lost', { params: { link, node: host, who: name }, subject: { host: name } });
        }
        await context.wait(3_000);
      }
      if (lostAt === undefined) throw fail('drill.link-still-up', { params: { link, node: host }, subject: { host } });
      context.figure({
        id: 'noticed',
        title: { en: 'Until the loss was noticed', es: 'Hasta notar la pérdida' },
        value: (lostAt - cutAt) / 1000,
        unit: 'seconds',
      });
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
      await endSilence(context.change(host), silence, context.signal);
      isCut = false;
      const backAt = context.now();
      const isBack = await until(context, { deadlineMs: BACK_LIMIT_MS, everyMs: 1_000 }, async () =>
        (await linkState(context, host, link)) === 'connected' ? true : undefined,
      );
      if (!isBack)
        throw fail('drill.link-not-back', {
          params: { link, node: host, seconds: BACK_LIMIT_MS / 1000 },
          subject: { host },
        });
      context.figure({
        id: 'back',
        title: { en: 'Until the link was connected again', es: 'Hasta que el enlace volvió' },
        value: (context.now() - backAt) / 1000,
        unit: 'seconds',
      });
      context.moment('good', {
        en: `Link ${link} is connected again`,
        es: `El enlace ${link} vuelve a estar conectado`,
      });
    },
    putBack: (context) => putSilenceBack(context, host, silence, isCut),
  };
}

/** Ends a silence; what is left where the node could not be told, and when it ends by itself. */
export async function putSilenceBack(context: DrillContext, host: string, silence: Silence, isCut: boolean) {
  if (!isCut) return [];
  try {
    if (await endSilence(context.change(host), silence, context.signal)) {
      context.moment('note', { en: `${host} may talk again`, es: `${host} puede hablar de nuevo` });
      return [];
    }
  } catch {
    // told below
  }
  return [
    {
      en: `${host} could not be told to talk again; it does so by itself within ${silence.seconds} s, and after a restart at once.`,
      es: `No se pudo decir a ${host} que vuelva a hablar; lo hace por sí solo en ${silence.seconds} s y, tras un reinicio, enseguida.`,
    },
  ];
}

/** The packet filter is there. Without it nothing is begun. */
export async function needFilter(context: DrillContext, host: string): Promise<void> {
  if (await answers(context, host, read`command -v iptables`)) return;
  throw fail('drill.no-packet-filter', { params: { node: host }, subject: { host } });
}

/** What corosync of a node says of one of its links: connected to all, or lost to somebody. */
async function linkState(context: DrillContext, host: string, link: number): Promise<'connected' | 'lost'> {
  const said = await mustLook(context.read(host), read`corosync-cfgtool -s`, {
    signal: context.signal,
    timeoutMs: LOOK_TIMEOUT_MS,
  });
  const part = said.stdout.split(/^LINK ID /m).find((text) => Number.parseInt(text, 10) === link) ?? '';
  return /:\s*disconnected/.test(part) || !/:\s*(connected|localhost)/.test(part) ? 'lost' : 'connected';
}

/** Whether a node says that its cluster has quorum. */
export async function isQuorate(context: DrillContext, host: string): Promise<boolean> {
  const entries = await askList(context, host, read`pvesh get /cluster/status --output-format json`);
  return entries.some((entry) => asText(entry.type) === 'cluster' && asNumber(entry.quorate) === 1);
}
