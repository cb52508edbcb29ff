import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Machine, Site } from '../../../api/site.ts';
import { asNumber, asText, parseEntries } from '../../facts/parse/text.ts';
import { type Command, read } from '../../shell/command.ts';
import { haResources, pveNodes, survivesOneNode } from '../../site/derive.ts';
import type { Check, CheckContext } from '../check.ts';
import { copyAges } from './copies.ts';
import { watchdogLines } from './watchdogs.ts';

/**
 * Smoke test 2 of the manual: the machine runs, its agent answers, its copies are as young as the site says, and
 * its HA resource is listed and started. Where the site has no HA
 * the machine is still looked at, but the test ends "not applicable", never green.
 */
export function machineAndHa(machine: Machine): Check {
  return {
    id: `smoke.machine-${machine.id}`,
    title: { en: `${machine.name} and its HA`, es: `${machine.name} y su HA` },
    expected: {
      en: `${machine.name} (${machine.id}) is running, its guest agent answers, and its HA resource is listed and started`,
      es: `${machine.name} (${machine.id}) está en marcha, su agente invitado responde y su recurso de HA figura y está activado`,
    },
    async run(context) {
      const seen: string[] = [];
      const failed = (finding: Diagnostic) => ({ passed: false, seen, diagnostic: finding }) as const;
      const name = machine.name;
      const guests = await list(context, read`pvesh get /cluster/resources --type vm --output-format json`);
      const guest = guests.find((entry) => asNumber(entry.vmid) === machine.id);
      if (!guest) return failed(diagnostic('check.machine-absent', { params: { id: String(machine.id), name } }));
      const status = asText(guest.status) ?? 'unknown';
      seen.push(`${name} (${machine.id}): ${status} on ${asText(guest.node) ?? '?'}`);
      if (status !== 'running')
        return failed(diagnostic('check.machine-not-running', { params: { name, status }, evidence: [...seen] }));

      const node = asText(guest.node) ?? machine.node;
      const ping = await context.transport(node).exec(read`qm agent ${machine.id} ping`, { signal: context.signal });
      if (ping.code !== 0)
        return failed(
          diagnostic('machine.agent-silent', {
            params: { name, node },
            evidence: [ping.stderr.trim()],
            subject: { host: name },
          }),
        );
      seen.push('guest agent: answers');

      const copies = await copyAges(context, machine, node);
      seen.push(...copies.seen);
      if (copies.trouble) return failed(copies.trouble);

      const sid = `vm:${machine.id}`;
      if (!haResources(context.site).some((resource) => resource.sid === sid))
        return { passed: 'not-applicable', seen, reason: reasonWithoutHa(context.site) };
      const resources = await list(context, read`pvesh get /cluster/ha/resources --output-format json`);
      if (!resources.some((entry) => asText(entry.sid) === sid))
        return failed(diagnostic('check.ha-absent', { params: { name } }));
      const services = await list(context, read`pvesh get /cluster/ha/status/current --output-format json`);
      const service = services.find((entry) => asText(entry.sid) === sid || asText(entry.id) === `service:${sid}`);
      const state = asText(service?.state) ?? 'not known';
      const requested = asText(service?.request_state) ?? 'started';
      seen.push(`HA ${sid}: ${state}, requested ${requested}`);
      if (state !== 'started' || requested !== 'started')
        return failed(
          diagnostic('check.ha-state', {
            params: { name, state: state === 'started' ? requested : state },
            evidence: [...seen],
          }),
        );
      seen.push(...(await watchdogLines(context)));
      return { passed: true, seen };
    },
  };
}

function reasonWithoutHa(site: Site) {
  return survivesOneNode(site)
    ? { en: 'the site declares no HA for it', es: 'el sitio no declara HA para ella' }
    : { en: 'no automatic failover', es: 'sin conmutación automática' };
}

/** A list from the first node that answers. */
async function list(context: CheckContext, command: Command<'read'>) {
  let first: unknown;
  for (const node of pveNodes(context.site)) {
    try {
      const result = await context.transport(node.name).exec(command, { signal: context.signal });
      if (result.code === 0) return parseEntries(result.stdout, 'the answer');
      first ??= new Error(`${node.name}: exit code ${result.code}: ${result.stderr.trim()}`);
    } catch (error) {
      context.signal.throwIfAborted();
      first ??= error;
    }
  }
  throw first ?? new Error('the site has no PVE node');
}
