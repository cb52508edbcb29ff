/** The machine of a host: what its firmware and its kernel would tell. */
export interface SimHardware {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly virtualisation: boolean;
  readonly systemSerial: string;
  /** What the firmware says beside the serial; absent = a nameless machine. */
  readonly firmware?: SimFirmware;
  readonly disks: readonly SimDisk[];
  readonly nics: readonly { readonly name: string; readonly mac: string; readonly speedMbps: number }[];
}

/** DMI strings beside the system's serial, as /sys/class/dmi/id gives them. */
export interface SimFirmware {
  readonly vendor: string;
  readonly productName: string;
  readonly sku: string;
  readonly uuid: string;
  readonly boardName: string;
  readonly boardSerial: string;
  readonly boardAssetTag: string;
  readonly chassisSerial: string;
  readonly chassisSku: string;
  readonly chassisAssetTag: string;
}

export interface SimDisk {
  readonly name: string;
  readonly serial: string;
  readonly model: string;
  readonly sizeBytes: number;
  readonly rotational: boolean;
  /** World-wide name, where the disk has one: `0x5002538e40a1b2c3`, `eui.0025385791b04175`. */
  readonly wwn?: string;
  /** What is on it; undefined = blank. */
  readonly use?: string;
}
