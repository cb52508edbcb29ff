import { diagnostic } from '../../../api/diagnostic.ts';
import { asFlag, asText, parseEntries } from '../../facts/parse/text.ts';
import { read } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import type { Check, CheckContext, CheckFinding } from '../check.ts';
import { connectionReason, httpAsk } from '../http.ts';

/** Smoke test 1 of the manual: every node online and in quorum, and its web interface answers. */
export const clusterState: Check = {
  id: 'smoke.cluster',
  title: { en: 'Cluster state', es: 'Estado del clúster' },
  expected: {
    en: 'Every node is online, the cluster has quorum, and each web interface answers on port 8006',
    es: 'Todos los nodos en línea, el clúster en quórum y cada interfaz web responde en el puerto 8006',
  },
  async run(context) {
    const nodes = pveNodes(context.site);
    const status = await askAny(
      context,
      nodes.map((node) => node.name),
    );
    const seen: string[] = [];
    const failed = (finding: ReturnType<typeof diagnostic>): CheckFinding => ({
      passed: false,
      seen,
      diagnostic: finding,
    });
    const entries = parseEntries(status.stdout, '/cluster/status');
    const cluster = entries.find((entry) => entry.type === 'cluster');
    const members = new Map(
      entries.filter((entry) => entry.type === 'node').map((entry) => [asText(entry.name) ?? '', asFlag(entry.online)]),
    );
    for (const node of nodes)
      seen.push(
        `${node.name}: ${members.has(node.name) ? (members.get(node.name) ? 'online' : 'offline') : 'not a member'}`,
      );
    seen.push(
      cluster
        ? `cluster ${asText(cluster.name) ?? ''}: quorate ${asFlag(cluster.quorate) ? 'yes' : 'no'}`
        : 'no cluster',
    );

    if (nodes.length > 1 && !cluster) return failed(diagnostic('check.no-cluster', { params: { host: status.host } }));
    if (cluster && !asFlag(cluster.quorate)) return failed(diagnostic('check.no-quorum', { evidence: seen }));
    for (const node of nodes)
      if (!members.get(node.name))
        return failed(
          diagnostic('check.node-offline', {
            params: { node: node.name },
            evidence: seen,
            subject: { host: node.name },
          }),
        );
    for (const node of nodes) {
      const params = { node: node.name, address: node.address };
      const subject = { host: node.name };
      try {
        const answer = await httpAsk(context.dialer, {
          address: node.address,
          port: 8006,
          path: '/',
          tls: true,
          signal: context.signal,
        });
        seen.push(`https://${node.address}:8006: status ${answer.status}`);
        if (answer.status >= 500)
          return failed(diagnostic('check.web-interface', { params, subject, evidence: [`status ${answer.status}`] }));
      } catch (error) {
        context.signal.throwIfAborted();
        seen.push(`https://${node.address}:8006: ${connectionReason(error)}`);
        return failed(diagnostic('check.web-interface', { params, subject, evidence: [connectionReason(error)] }));
      }
    }
    return { passed: true, seen };
  },
};

/** Asks the first node that answers; all of them silent is the first one's error. */
async function askAny(context: CheckContext, names: readonly string[]): Promise<{ host: string; stdout: string }> {
  let first: unknown;
  for (const host of names) {
    try {
      const result = await context
        .transport(host)
        .exec(read`pvesh get /cluster/status --output-format json`, { signal: context.signal });
      if (result.code === 0) return { host, stdout: result.stdout };
      first ??= new Error(`${host}: pvesh get /cluster/status: exit code ${result.code}: ${result.stderr.trim()}`);
    } catch (error) {
      context.signal.throwIfAborted();
      first ??= error;
    }
  }
  throw first ?? new Error('the site has no PVE node');
}
