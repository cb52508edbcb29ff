import { diagnostic } from '../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../api/site.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { linesOf, whyFailed } from '../../facts/parse/text.ts';
import { extraFact } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { factsOf, knownOr } from '../../steps/sight.ts';
import type { View } from '../../steps/step.ts';
import type { Decision, HeldPort } from '../stack.ts';
import { containerName } from './container-names.ts';
import { type MonitoringOptions, monitoringOptions } from './options.ts';

/** The port that a browser asks where only the machine's address was typed. */
export const BARE_PORT = 80;

/** Who has port 80 of a host. */
export interface BarePort {
  /** Something listens there. */
  readonly listens: boolean;
  /** The container that has it; '' = none, or no Docker yet. Seen even where Docker runs no program of its own for a port. */
  readonly container: string;
}

export const barePortFact: Fact<BarePort> = {
  id: 'monitoring.bare-port',
  command: read`ss -H -t -l -n && { docker ps --no-trunc --format ${'{{.Names}} {{.Ports}}'} 2>/dev/null || true; }`,
  parse: (answer) => {
    if (answer.code !== 0) return unknown(whyFailed(answer));
    const lines = linesOf(answer.stdout).map((line) => line.trim());
    const sockets = lines.filter((line) => line.startsWith('LISTEN '));
    const container = lines.find((line) => !line.startsWith('LISTEN ') && publishes(line));
    return known({
      listens: sockets.some((line) => LOCAL.test(line.split(/\s+/)[3] ?? '')),
      container: container?.split(' ')[0] ?? '',
    });
  },
};
/** Of any address: Docker asks for all of them, and is refused where a program has the port on one, loopback too. */
const LOCAL = new RegExp(`:${BARE_PORT}$`);

/** `web 0.0.0.0:80->8080/tcp, :::80->8080/tcp`; ports that follow each other are one range: `0.0.0.0:80-81->80-81/tcp`. */
function publishes(line: string): boolean {
  return [...line.matchAll(/:(\d+)(?:-(\d+))?->[\d-]+\/tcp/g)].some(
    ([, first, last = first]) => Number(first) <= BARE_PORT && BARE_PORT <= Number(last),
  );
}

/** What becomes of the bare address of an instance's machine. */
export type BareAddress =
  /** It leads to the dashboard. */
  | { readonly state: 'leads' }
  /** Not wanted, or the dashboard itself is there. */
  | { readonly state: 'off' }
  /** It is somebody else's, who keeps it: a container or an instance by its name; undefined = a program outside of Docker. */
  | { readonly state: 'taken'; readonly by: string | undefined };

/** Whether an instance wants port 80 for leading browsers on. */
export function wantsBareAddress({ redirect, httpPort }: MonitoringOptions): boolean {
  return redirect && httpPort !== BARE_PORT;
}

/**
 * Decided from the site and from what its host says, so that no service fails to come up because somebody has the port: a port
 * that another instance of the site takes, and one that a program has, are left to them. What our own container has is ours,
 * whatever other dashboard stands before it in the file: none takes it from another.
 * @param taken ports of the other instances on the host
 */
export function bareAddress(view: View, instance: StackInstance, taken: readonly HeldPort[]): BareAddress {
  const options = monitoringOptions(instance);
  if (!wantsBareAddress(options)) return { state: 'off' };
  const other = taken.find(({ port, protocol }) => port === BARE_PORT && protocol === 'tcp');
  if (other) return { state: 'taken', by: other.instanceId };
  const port = knownOr(extraFact(factsOf(view, instance.on), barePortFact), instance.on, `port ${BARE_PORT}`);
  if (port.container === containerName(options, 'web')) return { state: 'leads' };
  if (port.container !== '') return { state: 'taken', by: port.container };
  if (port.listens) return { state: 'taken', by: undefined };
  const first = firstWanting(view.site, instance);
  return first === instance.id ? { state: 'leads' } : { state: 'taken', by: first };
}

/** Of several dashboards on a machine whose port is free, the first one of the site's file gets it. */
function firstWanting(site: Site, instance: StackInstance): string {
  const first = site.stacks.find(
    (each) => each.stack === instance.stack && each.on === instance.on && wantsBareAddress(monitoringOptions(each)),
  );
  return first?.id ?? instance.id;
}

const COMPOSE_FILE = 'compose.yaml';

/** As the plan shows it. */
export function bareAddressDecision(address: BareAddress, host: string, httpPort: number): readonly Decision[] {
  const params = { host, port: BARE_PORT, dashboard: httpPort };
  switch (address.state) {
    case 'off':
      return [];
    case 'leads':
      return [{ file: COMPOSE_FILE, change: { what: `port ${BARE_PORT}`, after: `leads to port ${httpPort}` } }];
    case 'taken':
      return [
        {
          file: COMPOSE_FILE,
          change: { what: `port ${BARE_PORT}`, before: address.by ?? 'another program', after: 'left as it is' },
          warning:
            address.by === undefined
              ? diagnostic('stack.bare-address-of-program', { params, subject: { host } })
              : diagnostic('stack.bare-address-taken', { params: { ...params, by: address.by }, subject: { host } }),
        },
      ];
  }
}
