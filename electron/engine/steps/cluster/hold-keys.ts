import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import type { ApplyContext } from '../step.ts';

/**
 * The keys that let us in to a node, held outside of /etc/pve while the node changes its cluster: authorized_keys is a link
 * into the cluster file system, which is stopped, empty or not there for that time (pve-facts 1.9, 2.4). sshd also reads
 * authorized_keys2, which PVE leaves alone.
 */
export const HELD_KEYS = '/var/lib/sitewright/joining';
const SECOND_FILE = '/root/.ssh/authorized_keys2';

/** Lets everybody in who is let in now, also while /etc/pve is away. Somebody's own authorized_keys2 stays as it is; what is held already is kept. */
export async function holdKeys(context: ApplyContext, host: string): Promise<void> {
  await changeHost(
    context.transport(host),
    context,
    change`umask 077; mkdir -p /var/lib/sitewright && { [ -s ${HELD_KEYS} ] || { cat /root/.ssh/authorized_keys > ${HELD_KEYS}.new && mv ${HELD_KEYS}.new ${HELD_KEYS}; }; } && { [ -e ${SECOND_FILE} ] || ln -sf ${HELD_KEYS} ${SECOND_FILE}; }`,
  );
}

/** Ends {@link holdKeys}. */
export async function releaseKeys(context: ApplyContext, host: string): Promise<void> {
  await changeHost(
    context.transport(host),
    context,
    change`[ ! -L ${SECOND_FILE} ] || rm -f ${SECOND_FILE}; rm -f ${HELD_KEYS}`,
  );
}
