import { createHash } from 'node:crypto';
import type { MachineIdentity } from '../../api/arrival.ts';
import { MacSchema } from '../../api/site.ts';

/** What a machine may say of itself, before it is cut to what we keep. */
export interface RawIdentity {
  readonly product?: string | undefined;
  readonly systemSerial?: string | undefined;
  readonly systemUuid?: string | undefined;
  readonly boardSerial?: string | undefined;
  readonly assetTag?: string | undefined;
  readonly macs?: readonly string[] | undefined;
}

/** What vendors leave in the firmware where a serial should be: says nothing of the machine. */
const PLACEHOLDER =
  /^(|0+|x+|none|n\/?a|null|unknown|default string|default|not (specified|available|applicable)|to be filled.*|system (serial number|product name|manufacturer)|chassis serial number|serial number|asset tag|asset-1234567890|no asset (tag|information)|base ?board serial number|0?123456789|invalid|\.+|-+)$/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** Whether a serial or tag says anything. */
export function isTelling(text: string | undefined): text is string {
  return text !== undefined && !PLACEHOLDER.test(text.trim());
}

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
