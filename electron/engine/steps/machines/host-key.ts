import type { Diagnostic } from '../../../api/diagnostic.ts';
import type { Machine } from '../../../api/site.ts';
import { Secret } from '../../shell/command.ts';
import { makeEd25519, publicLineOf } from '../../shell/ssh-keys.ts';
import type { ApplyContext, View } from '../step.ts';
import { lookAtGuest } from './support/guests.ts';

/**
 * A machine's SSH host key is ours: made before the machine, kept in the vault, handed over by its snippet, and pinned when it
 * is stored. So no first contact has to be trusted. One key of one kind: what a person compares is one fingerprint.
 */
export function hostKeyRef(machine: Pick<Machine, 'id'>): string {
  return `secret:host-key-${machine.id}`;
}

export type MachineHostKey =
  | { readonly state: 'ours'; readonly privateText: string }
  /** The machine does not exist yet and has no key either. */
  | { readonly state: 'to-make' }
  /** It exists and made its own key; taking another one from us would look like an attack. */
  | { readonly state: 'its-own' }
  | { readonly state: 'unknown' }
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic };

/** Whose key a machine shows or will show. */
export function hostKeyOf(view: View, machine: Machine): MachineHostKey {
  const ref = hostKeyRef(machine);
  const stored = view.hasSecret?.(ref);
  if (stored) return { state: 'ours', privateText: view.secret(ref).reveal() };
  if (stored === undefined) return { state: 'unknown' };
  const guest = lookAtGuest(view, machine.id, machine.name);
  if (guest.state === 'blocked') return guest;
  return { state: guest.state === 'absent' ? 'to-make' : 'its-own' };
}

/** Makes the key of a machine that has none and puts it into the vault, which also pins it. */
export async function makeHostKey(context: ApplyContext, machine: Machine): Promise<string> {
  if (context.storeSecret === undefined) throw new TypeError('a machine needs a vault for its host key');
  const { privateText } = makeEd25519(`root@${machine.name}`);
  await context.storeSecret(hostKeyRef(machine), new Secret(privateText));
  return privateText;
}

/** `ssh-ed25519 AAAA...` of a private key in OpenSSH's format. */
export function publicHostKey(privateText: string): string {
  const line = publicLineOf(privateText);
  if (line === undefined) throw new RangeError('a host key in the vault is no OpenSSH private key');
  return line;
}
