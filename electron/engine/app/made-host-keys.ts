import type { Site } from '../../api/site.ts';
import { hostKeyRef, publicHostKey } from '../steps/machines/host-key.ts';
import type { HostKeys, PinEvidence } from '../transport/host-keys.ts';
import type { SiteSecrets } from './site-secrets.ts';

/** Pins the host keys that were made here where nothing is pinned yet: another laptop, or a lost host-keys.json. */
export async function pinMadeHostKeys(
  hostKeys: HostKeys,
  site: Site,
  secrets: Pick<SiteSecrets, 'has' | 'get'>,
  by: string,
): Promise<void> {
  for (const machine of site.machines) {
    const ref = hostKeyRef(machine);
    if (hostKeys.pins(machine.name).length > 0 || secrets.has(ref) !== true) continue;
    await hostKeys.pin(machine.name, keyBytes(secrets.get(ref).reveal()), evidence(by));
  }
}

/** Whatever was pinned for a machine of this id goes: the machine is made anew, with the key that has just been stored. */
export async function pinStoredHostKey(
  hostKeys: HostKeys,
  site: Site,
  ref: string,
  privateText: string,
  by: string,
): Promise<void> {
  const machine = site.machines.find((entry) => hostKeyRef(entry) === ref);
  if (machine) await hostKeys.adopt(machine.name, [keyBytes(privateText)], evidence(by));
}

function evidence(by: string): PinEvidence {
  return { origin: 'made-by-us', by, note: 'made here and handed over before the first start' };
}

function keyBytes(privateText: string): Uint8Array {
  return Buffer.from(publicHostKey(privateText).split(' ')[1] ?? '', 'base64');
}
