import { randomBytes } from 'node:crypto';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import type { ApplyContext } from '../step.ts';
import { HELD_KEYS } from './hold-keys.ts';

const ALONE_DEADLINE_MS = 60_000;

/**
 * Takes the cluster configuration off a node without installing it again, in the admin guide's order (pve-facts 2.4,
 * recovery): services stopped, cluster file system in local mode, configuration removed, started again. Whatever else
 * /etc/pve of this node holds stays. A joiner whose database was already replaced finds an empty one, so that the keys we
 * held are put back and its certificate is made again. May be repeated at any point. Only for a node that never became a
 * whole member: nothing of the cluster is lost with it. The text differs with every try, so that the end of an earlier one, which
 * nobody fetched, is never taken for this one's.
 * @returns whether the node stands alone afterwards, with its file system mounted
 */
export async function leaveCluster(context: ApplyContext, host: string): Promise<boolean> {
  const transport = context.transport(host);
  await transport.job(
    `cluster.leave.${host}`,
    change`: ${randomBytes(8).toString('hex')}
cd /root
systemctl stop pve-cluster corosync
killall pmxcfs
sleep 1
if pmxcfs -l; then
  rm -f /etc/pve/corosync.conf
  [ -s /etc/pve/priv/authorized_keys ] || [ ! -s ${HELD_KEYS} ] || { mkdir -p /etc/pve/priv && cat ${HELD_KEYS} > /etc/pve/priv/authorized_keys; }
  killall pmxcfs
fi
sleep 1
rm -rf /etc/corosync/authkey /etc/corosync/corosync.conf /etc/corosync/qdevice
systemctl reset-failed pve-cluster corosync
systemctl start pve-cluster`,
    { signal: context.signal, timeoutMs: 120_000 },
  );
  const alone = await until(context, { deadlineMs: ALONE_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const sight = (await context.look(host)).facts.hosts.get(host);
    if (!sight?.reached || !sight.facts.members.known || !sight.facts.corosync.known) return undefined;
    return sight.facts.corosync.value === undefined && sight.facts.members.value.cluster === undefined
      ? sight.facts
      : undefined;
  });
  if (!alone) return false;
  if (!alone.nodeFiles.known || !alone.nodeFiles.value.has(`/etc/pve/nodes/${host}/pve-ssl.pem`)) {
    await changeHost(transport, context, change`pvecm updatecerts --force 1`, { timeoutMs: 120_000 });
    await changeHost(transport, context, change`systemctl restart pvedaemon pveproxy`, { timeoutMs: 300_000 });
  }
  return true;
}
