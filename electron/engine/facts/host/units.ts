import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { whyFailed } from '../parse/text.ts';

export interface Unit {
  /** false = systemd knows no such unit. */
  readonly loaded: boolean;
  /** `active`, `inactive`, `failed`, `activating`. */
  readonly active: string;
  /** `enabled`, `disabled`, `static`, ''. */
  readonly enabled: string;
}

/** The services that steps and checks ask about. */
export const WATCHED_UNITS = [
  'chrony.service',
  'corosync.service',
  'corosync-qdevice.service',
  'corosync-qnetd.service',
  'docker.service',
  'pve-cluster.service',
  'pve-ha-crm.service',
  'pve-ha-lrm.service',
  'pvedaemon.service',
  'pveproxy.service',
  'pvescheduler.service',
  'pvestatd.service',
  'qemu-guest-agent.service',
  'ssh.service',
  'watchdog-mux.service',
] as const;

/** Services by unit name (`chrony.service`), as systemd sees them. */
export const units: Fact<ReadonlyMap<string, Unit>> = {
  id: 'units',
  command: read`systemctl show --property=Id,LoadState,ActiveState,UnitFileState ${WATCHED_UNITS}`,
  parse: (answer) => {
    const found = new Map<string, Unit>();
    const blocks = answer.stdout.split(/\n\s*\n/).filter((block) => block.trim() !== '');
    blocks.forEach((block, position) => {
      const values = new Map(
        block.split('\n').map((line) => {
          const equals = line.indexOf('=');
          return [line.slice(0, equals), line.slice(equals + 1).trim()] as const;
        }),
      );
      // an alias shows the Id of the unit behind it: the order of the question names it as well
      const unit = {
        loaded: values.get('LoadState') === 'loaded',
        active: values.get('ActiveState') ?? '',
        enabled: values.get('UnitFileState') ?? '',
      };
      const asked = blocks.length === WATCHED_UNITS.length ? WATCHED_UNITS[position] : undefined;
      for (const name of [asked, values.get('Id')]) if (name) found.set(name, unit);
    });
    return found.size > 0 ? known(found) : unknown(whyFailed(answer));
  },
};
