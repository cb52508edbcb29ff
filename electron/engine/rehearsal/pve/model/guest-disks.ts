import type { GuestConfig } from './guest-config.ts';

const DRIVE = /^(?:ide[0-3]|sata[0-5]|scsi(?:[0-9]|[12][0-9]|30)|virtio(?:[0-9]|1[0-5])|efidisk0|tpmstate0)$/;

export function isDriveKey(key: string): boolean {
  return DRIVE.test(key);
}

export interface Drive {
  readonly key: string;
  readonly volume: string;
  readonly options: Readonly<Record<string, string>>;
}

/** `store:vol,size=1G,discard=on` as volume and options in order. */
export function parseDrive(key: string, value: string): Drive {
  const options: Record<string, string> = {};
  let volume = '';
  for (const part of value.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) volume = part;
    else if (part.slice(0, at) === 'file') volume = part.slice(at + 1);
    else options[part.slice(0, at)] = part.slice(at + 1);
  }
  return { key, volume, options };
}

/** The vendor writes the volume first and the options sorted. */
export function formatDrive(volume: string, options: Readonly<Record<string, string>>): string {
  const list = Object.keys(options)
    .sort()
    .map((name) => `${name}=${options[name]}`);
  return [volume, ...list].join(',');
}

/** Drives of a configuration that hold a volume, in key order. */
export function drivesOf(config: GuestConfig): readonly Drive[] {
  return Object.keys(config)
    .filter(isDriveKey)
    .sort()
    .map((key) => parseDrive(key, config[key] ?? ''))
    .filter((drive) => drive.volume !== 'none' && drive.volume.includes(':'));
}

export function isCloudInit(drive: Drive): boolean {
  return /(^|[:/])vm-\d+-cloudinit(\.|$)/.test(drive.volume);
}

export function isCdrom(drive: Drive): boolean {
  return drive.options.media === 'cdrom';
}

/** The disk a guest boots from: first disk in `boot: order=`. */
export function bootDrive(config: GuestConfig): Drive | undefined {
  const order = /order=([^,]*)/.exec(config.boot ?? '')?.[1]?.split(';') ?? [];
  const drives = drivesOf(config).filter((drive) => !isCdrom(drive));
  return (
    order.map((key) => drives.find((drive) => drive.key === key)).find((drive) => drive !== undefined) ?? drives[0]
  );
}

/** The default boot order of a new guest: first disk, first CD-ROM that is not cloud-init, first network card. */
export function defaultBoot(config: GuestConfig): string {
  const drives = drivesOf(config);
  const disk = drives.find((drive) => !isCdrom(drive) && drive.key !== 'efidisk0' && drive.key !== 'tpmstate0');
  const cdrom = drives.find((drive) => isCdrom(drive) && !isCloudInit(drive));
  const card = Object.keys(config)
    .filter((key) => /^net\d+$/.test(key))
    .sort()[0];
  const order = [disk?.key, cdrom?.key, card].filter((key) => key !== undefined);
  return order.length === 0 ? ' ' : `order=${order.join(';')}`;
}
