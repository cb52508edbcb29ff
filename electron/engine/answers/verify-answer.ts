import type { PveVersion } from '../../api/site.ts';
import { type Answer, type DisksAnswer, LEAST_DISKS, type PinningAnswer } from './answer.ts';
import type { Report, TextEntries } from './decode-toml.ts';
import { COUNTRIES, TIMEZONES } from './locale-lists.ts';
import { compareText } from './text-order.ts';

const LEAST_PASSWORD_BYTES = 8;
/** The pattern of `<input type="email">` in the HTML standard, which the installer uses. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/** As the vendor matches it: without regard to case and with Unicode's digits after `:` or `.`. */
const INTERFACE_NAME = /^[a-z][a-z0-9_]{1,20}(?:[:.]\p{Nd}+)?$/iu;
const countries: ReadonlySet<string> = new Set(COUNTRIES);
const timezones: ReadonlySet<string> = new Set([...TIMEZONES, 'UTC']);

/**
 * The rules on values that `validate-answer` and the installer share. 8.4 looks at locale, mail, password and first boot only;
 * disks and swap came with 9.0.5, pinned names with 9.1, even RAID10 with 9.2.6.
 */
export function verifyAnswer(answer: Answer, version: PveVersion, report: Report): void {
  verifyGlobal(answer, report);
  if (answer.firstBoot?.source === 'from-url' && answer.firstBoot.url === undefined) {
    report('answer.first-boot-url-missing', 'first-boot.url');
  }
  if (version === '8.4') return;
  verifyDisks(answer.disks, version, report);
  if (answer.network.pinning) verifyPinning(answer.network.pinning, report);
}

function verifyGlobal({ global }: Answer, report: Report): void {
  if (!countries.has(global.country)) report('answer.country-unknown', 'global.country', { value: global.country });
  if (!timezones.has(global.timezone)) report('answer.timezone-unknown', 'global.timezone', { value: global.timezone });
  if (!EMAIL.test(global.mailto)) report('answer.mailto-invalid', 'global.mailto', { value: global.mailto });
  if (global.mailto === 'mail@example.invalid') report('answer.mailto-placeholder', 'global.mailto');
  if (global.rootPassword === undefined) {
    if (global.rootPasswordHashed === undefined) report('answer.password-missing', 'global.root-password-hashed');
    return;
  }
  if (global.rootPasswordHashed !== undefined) {
    report('answer.password-both', 'global.root-password');
    return;
  }
  const bytes = Buffer.byteLength(global.rootPassword);
  if (bytes < LEAST_PASSWORD_BYTES) {
    report('answer.password-short', 'global.root-password', { bytes, least: LEAST_PASSWORD_BYTES });
  }
}

function verifyDisks(disks: DisksAnswer, version: PveVersion, report: Report): void {
  if (disks.selection.kind === 'list') {
    const list = disks.selection.disks;
    const path = 'disk-setup.disk-list';
    const { filesystem, raid } = disks;
    if (raid && list.length < LEAST_DISKS[raid]) {
      report('answer.raid-too-few', path, { filesystem, raid, least: LEAST_DISKS[raid], count: list.length });
    } else if (raid === 'raid10' && version === '9.2' && list.length % 2 !== 0) {
      report('answer.raid-odd', path, { filesystem, count: list.length });
    }
    const seen = new Set<string>();
    const again = list.find((disk) => seen.size === seen.add(disk).size);
    if (again !== undefined) report('answer.disk-duplicate', path, { disk: again });
  }
  const { swapsize, hdsize } = disks.lvm ?? {};
  if (swapsize !== undefined && hdsize !== undefined && !(swapsize <= hdsize / 2)) {
    report('answer.swap-too-large', 'disk-setup.lvm.swapsize', { swapGib: swapsize, hdGib: hdsize });
  }
}

/** MAC (lower case) to name as the installer keeps it; nothing while pinning is off. */
export function pinnedNames(pinning: PinningAnswer | undefined): ReadonlyMap<string, string> {
  return new Map(pinning?.enabled ? pinning.mapping.map(([mac, name]) => [mac.toLowerCase(), name]) : []);
}

function verifyPinning(pinning: PinningAnswer, report: Report): void {
  const names: TextEntries = [...pinnedNames(pinning)].sort(([left], [right]) => compareText(left, right));
  const path = 'network.interface-name-pinning.mapping';
  for (const [mac, name] of names) {
    const bytes = Buffer.byteLength(name);
    if (bytes < 2 || bytes > 15 || !INTERFACE_NAME.test(name)) {
      report('answer.pin-name-invalid', path, { name, mac });
    }
  }
  const macsByName = new Map<string, string[]>();
  for (const [mac, name] of names) macsByName.set(name, [...(macsByName.get(name)?.slice(0, 9) ?? []), mac]);
  for (const [name, macs] of macsByName) {
    if (macs.length > 1) report('answer.pin-name-duplicate', path, { name, macs: macs.join(', ') });
  }
}
