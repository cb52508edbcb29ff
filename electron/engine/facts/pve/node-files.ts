import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { linesOf, whyFailed } from '../parse/text.ts';

/**
 * Which of the files exist that tell whether a node is whole: certificates and pinned host keys of every node, the
 * cluster key, corosync's own copy of the configuration, leftovers of a half-done QDevice, staged network changes, keys held while a node joins, a token
 * whose secret nobody fetched.
 */
export const nodeFiles: Fact<ReadonlySet<string>> = {
  id: 'node-files',
  command: read`ls -1d /etc/pve/nodes/*/pve-ssl.pem /etc/pve/nodes/*/ssh_known_hosts /etc/corosync/authkey /etc/corosync/corosync.conf /etc/corosync/qdevice/net/nssdb /etc/network/interfaces.new /var/lib/sitewright/joining /var/lib/sitewright/collector-token.json /var/lib/sitewright/terraform-token.json`,
  // ls ends with 2 where one of the paths is absent
  parse: (answer) => (answer.code <= 2 ? known(new Set(linesOf(answer.stdout))) : unknown(whyFailed(answer))),
};
