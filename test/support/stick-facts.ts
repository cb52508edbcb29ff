import type { DriveFacts } from '../../electron/api/drive.ts';

/** A USB stick that every rule offers; a test says what is odd about its own. */
export const STICK: DriveFacts = {
  device: '/dev/sdb',
  identity: { kind: 'disk', serial: 'AA01', sizeBytes: 8e9, sequence: '12', backingFile: null },
  model: 'Stick',
  sizeBytes: 8e9,
  logicalBlockBytes: 512,
  isSystem: false,
  isReadOnly: false,
  isVirtual: false,
  isRemovable: true,
  isUsb: true,
  mountpoints: [],
  heldBy: [],
  holdsSource: false,
  bus: 'usb',
  port: 'usb 1-2',
  linkMbps: 480,
  volumes: [],
};
