import { type Command, change } from '../../shell/command.ts';

/**
 * The way back that needs nobody at the console. Before a node's network is changed it keeps a copy of the present file and a
 * script that restores it; a timer on the node itself runs the script unless the change is confirmed in time over a new
 * connection, and so does the next start of the node, before its network comes up. In {@link GUARD_FOLDER}:
 *   before      the former /etc/network/interfaces          guard       what restores it
 *   pending     armed, not confirmed yet                    reverting   it is restoring (or was, when the power went)
 *   reverted    it has restored
 * `pending` is renamed by whoever comes first, the confirmation or the timer: exactly one of them wins.
 */
export const GUARD_FOLDER = '/var/lib/sitewright/network';

/** Time for the confirmation, counted on the node from the moment of applying. */
export const GUARD_SECONDS = 120;

const TIMER = 'sitewright-network-guard';
const BOOT_UNIT = 'sitewright-network-guard-boot.service';
const BOOT_FILE = `/etc/systemd/system/${BOOT_UNIT}`;
const BOOT_LINK = `/etc/systemd/system/sysinit.target.wants/${BOOT_UNIT}`;

/**
 * At a start the network is not up yet: the file alone is put back. What was prepared (interfaces.new) was ours. It only says that
 * all is well where nothing waits to be confirmed: a root that is read-only, or a full one, is a failure of the unit.
 */
const GUARD_SCRIPT = `#!/bin/sh
# Sitewright: puts the former network of this node back, because the new one was not confirmed in time.
cd ${GUARD_FOLDER} || exit 1
[ -e reverting ] || mv pending reverting 2>/dev/null || { [ -e pending ] && exit 1; exit 0; }
rm -f /etc/network/interfaces.new
cp before /etc/network/interfaces.sitewright || exit 1
chmod 644 /etc/network/interfaces.sitewright
sync
mv /etc/network/interfaces.sitewright /etc/network/interfaces
[ "$1" = boot ] || ifreload -a
rm -f ${BOOT_LINK} ${BOOT_FILE}
mv reverting reverted
`;

/**
 * Found by systemd at the next start: it needs no command that could fail now. pvenetcommit would activate interfaces.new. The
 * kernel mounts the root read-only and systemd-remount-fs makes it writable: RequiresMountsFor alone does not wait for that.
 */
const BOOT_UNIT_TEXT = `[Unit]
Description=Former network of this node, unless the new one was confirmed
DefaultDependencies=no
RequiresMountsFor=${GUARD_FOLDER} /etc/network
After=systemd-remount-fs.service
Before=pvenetcommit.service networking.service sysinit.target

[Service]
Type=oneshot
ExecStart=/bin/sh ${GUARD_FOLDER}/guard boot

[Install]
WantedBy=sysinit.target
`;

/** Keeps the former file; from here on a restart of the node leads back to it. Says `armed`, or `busy` for a guard of another try. */
export function armGuard(): Command<'change'> {
  return change`umask 077
mkdir -p ${GUARD_FOLDER} /etc/systemd/system/sysinit.target.wants && cd ${GUARD_FOLDER} || exit 1
if [ -e pending ] || [ -e reverting ]; then echo busy; exit 0; fi
if [ -e /etc/network/interfaces.new ]; then echo staged; exit 0; fi
rm -f reverted
cp /etc/network/interfaces before.new && mv before.new before || exit 1
printf '%s' ${GUARD_SCRIPT} >guard || exit 1
printf '%s' ${BOOT_UNIT_TEXT} >${BOOT_FILE} && chmod 644 ${BOOT_FILE} || exit 1
ln -sf ${BOOT_FILE} ${BOOT_LINK} || exit 1
sync
echo armed >pending && sync && [ "$(cat before)" = "$(cat /etc/network/interfaces)" ] && echo armed`;
}

/**
 * Starts the timer, and only where it runs applies what is prepared. For a job: the link may be lost on the way.
 * @param token differs with every try, so that the end of an earlier job is never taken for this one's
 */
export function applyGuarded(node: string, token: string): Command<'change'> {
  return change`: ${token}
[ -e ${`${GUARD_FOLDER}/pending`} ] || exit 3
systemctl stop ${`${TIMER}.timer`} 2>/dev/null
systemctl reset-failed ${`${TIMER}.service`} 2>/dev/null
systemd-run --quiet --collect ${`--on-active=${GUARD_SECONDS}`} --timer-property=AccuracySec=1s ${`--unit=${TIMER}`} /bin/sh ${`${GUARD_FOLDER}/guard`} || exit 4
systemctl is-active --quiet ${`${TIMER}.timer`} || exit 4
pvesh set ${`/nodes/${node}/network`}`;
}

/** Ends the guard for good. Says `confirmed`, or `reverted` where the timer was first. May be sent twice. */
export function confirmGuard(): Command<'change'> {
  return change`cd ${GUARD_FOLDER} 2>/dev/null || { echo confirmed; exit 0; }
mv pending confirmed 2>/dev/null
if [ ! -e confirmed ]; then
if [ -e reverted ] || [ -e reverting ]; then echo reverted; else echo absent; fi
exit 0
fi
systemctl stop ${`${TIMER}.timer`} 2>/dev/null
rm -f ${BOOT_LINK} ${BOOT_FILE}
sync
cd / && rm -rf ${GUARD_FOLDER}
echo confirmed`;
}

/** Restores at once what is not confirmed, and takes the timer away. For a job. */
export function restoreNow(token: string): Command<'change'> {
  return change`: ${token}
systemctl stop ${`${TIMER}.timer`} 2>/dev/null
cd ${GUARD_FOLDER} 2>/dev/null || exit 0
[ ! -f guard ] || /bin/sh ${`${GUARD_FOLDER}/guard`}
[ ! -e pending ] && [ ! -e reverting ]`;
}
