import type { Duplex } from 'node:stream';
import type { Clock } from '../../shell/clock.ts';
import type { Secret } from '../../shell/command.ts';

/** Who we are for one server. The secret half is revealed only when the header goes on the wire. */
export type HttpCredential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret };

/** An HTTP proxy of the office: plain requests go to it whole, TLS ones through a CONNECT tunnel. */
export interface ProxySettings {
  /** `http://proxy.example:3128` or `https://...`; user name and password are not written into it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: Secret;
  /** Hosts that are asked without the proxy: a name, an address, or `.example` for everything below it. */
  readonly exceptHosts?: readonly string[];
}

/** Where the same tree of files lies as well. A mirror is asked before the original, in the order given. */
export interface Mirror {
  /** The beginning of the addresses that are mirrored, `https://deb.debian.org/debian/`. */
  readonly of: string;
  readonly at: readonly string[];
  /** True = the original is never asked. */
  readonly only?: boolean;
}

/** Opens one stream to a host and port: TCP, or through an SSH tunnel. Rejects with an Error that carries Node's `code`. */
export type Dial = (host: string, port: number, signal?: AbortSignal) => Promise<Duplex>;

/** How this office reaches servers. Everything has a default; nothing is read from the environment. */
export interface HttpSettings {
  /** PEM certificates of authorities; `only` = nobody else is trusted (the site's registry). */
  readonly trust?: { readonly certificates: readonly string[]; readonly only?: boolean };
  readonly proxy?: ProxySettings;
  readonly mirrors?: readonly Mirror[];
  /** By `host` or `host:port` as in the address. */
  readonly credentials?: Readonly<Record<string, HttpCredential>>;
  /** Until the stream (and TLS) stands; default 15 000. */
  readonly connectTimeoutMs?: number;
  /** Longest silence in either direction; default 60 000. */
  readonly idleTimeoutMs?: number;
  /** Tries of one address without any progress; default 4. */
  readonly attempts?: number;
  /** Streams open at a time to one server; default 8. */
  readonly maxConnections?: number;
  /** Takes the place of TCP and of the proxy. */
  readonly dial?: Dial;
  readonly clock?: Clock;
}
