import type { DiagnosticCode } from './diagnostics/index.ts';

/** What a technician reads from the labels of the machines and nothing can guess; a new site has it still open. */
export const UNSAID_LABEL_CODES: readonly DiagnosticCode[] = [
  'site.disks-unsaid',
  'site.management-port-unsaid',
  'site.serial-unsaid',
  'site.link-port-unsaid',
];

/** What stands in the place of a label so that a plan can be rehearsed before anybody has seen the machines. */
export function standInSerial(host: string, use: 'system' | 'data', number = 0): string {
  return `SIM-${host}-${use}${number > 0 ? `-${number}` : ''}`;
}

/**
 * Of a block that no vendor has: locally administered, `53:49:4d` reads SIM.
 * @param index place of the host in the file, below 256
 * @param port 0 = the management port, below 256
 */
export function standInMac(index: number, port = 0): string {
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  return `02:53:49:4d:${hex(index)}:${hex(port)}`;
}

export function isStandInSerial(serial: string): boolean {
  return serial.startsWith('SIM-');
}

export function isStandInMac(mac: string): boolean {
  return mac.toLowerCase().startsWith('02:53:49:4d:');
}
