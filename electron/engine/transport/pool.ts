import { fail } from '../../api/diagnostic.ts';
import type { Clock } from '../shell/clock.ts';
import type { Secret } from '../shell/command.ts';
import type { Redactor } from '../shell/redactor.ts';
import type { HostKeyPolicy, HostKeys } from './host-keys.ts';
import { type HostTransport, hostTransport, type OnLog } from './host-transport.ts';
import { localHost } from './local.ts';
import type { Dialer, ReadTransport } from './port.ts';
import type { RawHost } from './raw-host.ts';
import { readOnly } from './read-only-gate.ts';
import { type SshHost, sshHost } from './ssh.ts';

/** How one host is reached; guests of the site are hosts too. */
export interface HostAddress {
  readonly name: string;
  /** Without prefix length. */
  readonly address: string;
  /** Default 22. */
  readonly port?: number;
  readonly user: string;
  /** Name of the host through which it is reached. */
  readonly via?: string;
  /** The machine we run on: no SSH. */
  readonly isLocal?: boolean;
}

export interface TransportsOptions {
  readonly hosts: readonly HostAddress[];
  readonly dialer: Dialer;
  readonly key: Secret;
  readonly hostKeys: HostKeys;
  /** Per host, because a machine that we installed is known better than one we found. */
  readonly hostKeyPolicy: HostKeyPolicy | ((host: string) => HostKeyPolicy);
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Every command that goes out and what changes print; already redacted. */
  readonly onLog?: OnLog;
  readonly connectTimeoutMs?: number;
}

export interface Transports {
  /** Only looks, in the types and at run time. */
  read(host: string, onLog?: OnLog): ReadTransport;
  /** `onLog` takes the place of the pool's, so that a step's lines carry its id. */
  change(host: string, onLog?: OnLog): HostTransport;
  /** Commands sent to a host so far; connections and keepalives do not count. */
  roundTrips(host: string): number;
  /** Ends the connection to a host; the next command opens a new one. What came through it counts as having arrived anew. */
  reconnect(host: string): Promise<void>;
  close(): Promise<void>;
}

/** The transports of a site by host name: one connection a host, opened when first needed. */
export function createTransports(options: TransportsOptions): Transports {
  const byName = new Map(options.hosts.map((entry) => [entry.name, entry]));
  const raws = new Map<string, RawHost>();
  const links = new Map<string, SshHost>();
  const trips = new Map<string, number>();

  const find = (name: string): HostAddress => {
    const entry = byName.get(name);
    if (!entry) throw fail('transport.unknown-host', { params: { host: name }, subject: { host: name } });
    return entry;
  };
  const link = (name: string, above: readonly string[] = []): SshHost => {
    const existing = links.get(name);
    if (existing) return existing;
    const entry = find(name);
    if (above.includes(name)) throw fail('transport.unknown-host', { params: { host: name }, subject: { host: name } });
    const { hostKeyPolicy } = options;
    const made = sshHost({
      host: name,
      address: entry.address,
      port: entry.port ?? 22,
      user: entry.user,
      login: { key: options.key },
      hostKeys: options.hostKeys,
      hostKeyPolicy: typeof hostKeyPolicy === 'function' ? hostKeyPolicy(name) : hostKeyPolicy,
      dialer: options.dialer,
      ...(entry.via && !byName.get(entry.via)?.isLocal ? { via: link(entry.via, [...above, name]) } : {}),
      ...(options.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: options.connectTimeoutMs }),
    });
    links.set(name, made);
    return made;
  };
  const raw = (name: string): RawHost => {
    const existing = raws.get(name);
    if (existing) return existing;
    const made = find(name).isLocal ? localHost(name) : link(name);
    raws.set(name, made);
    return made;
  };
  const change = (name: string, onLog: OnLog | undefined = options.onLog): HostTransport =>
    hostTransport({
      raw: raw(name),
      user: find(name).isLocal ? 'root' : find(name).user,
      redactor: options.redactor,
      clock: options.clock,
      ...(onLog ? { onLog } : {}),
      onRoundTrip: () => trips.set(name, (trips.get(name) ?? 0) + 1),
    });

  return {
    read: (host, onLog) => readOnly(change(host, onLog)),
    change,
    roundTrips: (host) => trips.get(host) ?? 0,
    async reconnect(host) {
      await links.get(host)?.renew();
    },
    async close() {
      await Promise.all([...raws.values(), ...links.values()].map((entry) => entry.close()));
    },
  };
}
