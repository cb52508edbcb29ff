import { fail } from '../../api/diagnostic.ts';
import { hasKey, type SshFiles } from '../facts/host/ssh-files.ts';
import { change } from '../shell/command.ts';
import type { Transport } from '../transport/port.ts';
import { changeHost } from './change-host.ts';
import type { Patience } from './patience.ts';

/** What is missing so that root of one host logs in to another without a question. */
export interface TrustGaps {
  /** The far host does not let our key in. */
  readonly keyNotAuthorised: boolean;
  /** Host keys of the far host that the near one does not know under its address. */
  readonly unknownHostKeys: readonly string[];
  /**
   * Of some type the near host knows only another key under this address (the far one was installed again). Where the right one
   * is known too, in whichever file, ssh takes it: it reads root's file and the system's as one list.
   */
  readonly staleHostKey: boolean;
  /** The near host has no key of its own yet. */
  readonly noOwnKey: boolean;
}

/**
 * Compares what both hosts say; both were read over connections whose host keys are pinned, so that nothing has to be
 * trusted on first use.
 * @param address of the far host, as the near one will call it
 */
export function trustGaps(near: SshFiles, far: SshFiles, address: string): TrustGaps {
  const known = near.knownHosts
    .map((line) => line.split(/\s+/))
    .filter(([names = '']) => names.split(',').includes(address))
    .map(([, type = '', body = '']) => `${type} ${body}`);
  return {
    keyNotAuthorised: near.publicKey === undefined || !hasKey(far.authorizedKeys, near.publicKey),
    unknownHostKeys: far.hostKeys.filter((key) => !known.includes(key)),
    staleHostKey: far.hostKeys.some(
      (key) => !known.includes(key) && known.some((other) => other.split(' ')[0] === key.split(' ')[0]),
    ),
    noOwnKey: near.publicKey === undefined,
  };
}

/** Whether nothing is missing. One known host key is enough for ssh; it asks for those that it knows. */
export function isTrusted(gaps: TrustGaps, far: SshFiles): boolean {
  return !gaps.keyNotAuthorised && !gaps.staleHostKey && gaps.unknownHostKeys.length < far.hostKeys.length;
}

/** What is to be done, in words for a plan. */
export function describeGaps(gaps: TrustGaps, far: SshFiles): readonly string[] {
  return [
    ...(gaps.noOwnKey ? ['own key'] : []),
    ...(gaps.keyNotAuthorised ? ['key authorised'] : []),
    ...(gaps.staleHostKey || gaps.unknownHostKeys.length === far.hostKeys.length ? ['host key pinned'] : []),
  ];
}

/** A node's own key: the vendor's tool makes it where it is missing. */
export async function makeOwnKey(transport: Transport, patience: Patience): Promise<void> {
  await changeHost(transport, patience, change`pvecm updatecerts`, { timeoutMs: 120_000 });
}

export interface TrustRequest {
  readonly near: { readonly host: string; readonly transport: Transport; readonly files: SshFiles };
  readonly far: {
    readonly host: string;
    readonly transport: Transport;
    readonly files: SshFiles;
    readonly address: string;
  };
}

/** Closes the gaps. The near host must have its own key. Re-entering adds nothing twice: each part is asked for again. */
export async function establishTrust(request: TrustRequest, patience: Patience): Promise<void> {
  const { near, far } = request;
  const gaps = trustGaps(near.files, far.files, far.address);
  const publicKey = near.files.publicKey;
  if (publicKey === undefined)
    throw fail('pve.fact-unknown', {
      params: { host: near.host, fact: '/root/.ssh/id_rsa.pub', why: 'it was not made' },
      subject: { host: near.host },
    });
  if (gaps.keyNotAuthorised) await authoriseKey(far.transport, patience, publicKey);
  // the system's file may be the cluster's and stays: the right keys beside it are enough. Of a file that is absent -R fails
  if (gaps.staleHostKey)
    await changeHost(
      near.transport,
      patience,
      change`[ ! -f /root/.ssh/known_hosts ] || ssh-keygen -R ${far.address} -f /root/.ssh/known_hosts`,
    );
  const missing = gaps.staleHostKey ? far.files.hostKeys : gaps.unknownHostKeys;
  if (missing.length > 0) {
    const lines = missing.map((key) => `${far.address} ${key}`);
    await changeHost(
      near.transport,
      patience,
      change`umask 077; mkdir -p /root/.ssh && printf '%s\\n' ${lines} >> /root/.ssh/known_hosts`,
    );
  }
}

/**
 * Lets a key in. A line break goes first: the installer writes the file without one at its end (pve-facts 1.9).
 */
export async function authoriseKey(transport: Transport, patience: Patience, key: string): Promise<void> {
  await changeHost(
    transport,
    patience,
    change`umask 077; mkdir -p "$HOME/.ssh" && printf '\\n%s\\n' ${key} >> "$HOME/.ssh/authorized_keys"`,
  );
}
