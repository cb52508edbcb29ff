import { createHash } from 'node:crypto';
import type { MachineIdentity } from '../../api/arrival.ts';
import { MacSchema } from '../../api/site.ts';
import { isTelling } from '../site/firmware-label.ts';

/** What a machine may say of itself, before it is cut to what we keep. */
export interface RawIdentity {
  readonly product?: string | undefined;
  readonly systemSerial?: string | undefined;
  readonly systemUuid?: string | undefined;
  readonly boardSerial?: string | undefined;
  readonly assetTag?: string | undefined;
  readonly macs?: readonly string[] | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** Cuts what came from the network to what is kept and shown: bounded, without placeholders, MACs in lower case, each once. */
export function machineIdentity(raw: RawIdentity): MachineIdentity {
  const text = (value: string | undefined, limit = 256) => value?.replace(CONTROL, ' ').trim().slice(0, limit);
  const kept = (name: keyof MachineIdentity, value: string | undefined) => (isTelling(value) ? { [name]: value } : {});
  const macs = [...new Set((raw.macs ?? []).map((mac) => mac.toLowerCase()))]
    .filter((mac) => MacSchema.safeParse(mac).success && mac !== '00:00:00:00:00:00')
    .slice(0, 256);
  return {
    ...kept('product', text(raw.product)),
    ...kept('systemSerial', text(raw.systemSerial)),
    ...kept('systemUuid', text(raw.systemUuid, 64)),
    ...kept('boardSerial', text(raw.boardSerial)),
    ...kept('assetTag', text(raw.assetTag)),
    ...(macs.length > 0 ? { macs } : {}),
  };
}

/** The same for the same machine however often it comes: a name that says nothing. */
export function machineKey(machine: MachineIdentity): string {
  const facts = [machine.systemUuid, machine.systemSerial, machine.boardSerial, ...[...(machine.macs ?? [])].sort()];
  return createHash('sha256').update(facts.join('\n').toLowerCase()).digest('hex').slice(0, 16);
}

/**
 * Whether two tellings are of one machine. Serials that differ are two machines, whatever network adapter went from one to the
 * other; else one shared MAC makes it the same. Without MACs on one side the serial, then the asset tag decides. The UUID is
 * not asked: whole series of boards leave the factory with the same one.
 */
export function sameMachine(left: MachineIdentity, right: MachineIdentity): boolean {
  const isOne = (a: string | undefined, b: string | undefined): boolean | undefined =>
    isTelling(a) && isTelling(b) ? a.trim().toLowerCase() === b.trim().toLowerCase() : undefined;
  const bySerial = isOne(left.systemSerial, right.systemSerial) ?? isOne(left.boardSerial, right.boardSerial);
  if (bySerial === false) return false;
  const macs = new Set(left.macs ?? []);
  if (macs.size > 0 && (right.macs ?? []).length > 0) return (right.macs ?? []).some((mac) => macs.has(mac));
  return bySerial ?? isOne(left.assetTag, right.assetTag) ?? false;
}
