import { type HostKeys, hostKeyFingerprint, type PinEvidence } from '../transport/host-keys.ts';

/**
 * Pins with fingerprints that a person has confirmed: a host whose key is one of them is pinned with that evidence, any other
 * unknown one is refused with the fingerprint that it showed.
 */
export function withConfirmed(keys: HostKeys, confirmed: readonly string[], by: string): HostKeys {
  const evidence: PinEvidence = { origin: 'confirmed-by-person', by, note: 'confirmed when the cluster was read' };
  return {
    ...keys,
    async judge(host, key) {
      const fingerprint = hostKeyFingerprint(key);
      if (keys.pins(host).length === 0 && confirmed.includes(fingerprint)) await keys.pin(host, key, evidence);
      await keys.judge(host, key, { mode: 'pinned-only' });
    },
  };
}
