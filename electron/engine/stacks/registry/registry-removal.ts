import { change, read } from '../../shell/command.ts';
import type { StackRemoval } from '../stack.ts';
import { AUTHORITY, CERTIFICATE, CONFIG, KEY, STORAGE, UNIT, UNIT_FOLDER } from './registry-place.ts';

/** The service ends and what we gave it goes; its images are its data, and the package stays as packages do. */
export function registryRemoval(): StackRemoval {
  const images = `${STORAGE}/docker`;
  return {
    data: read`[ ! -d ${images} ] || echo ${images}`,
    take: ({ withData }) =>
      change`systemctl disable --now ${UNIT} || ! systemctl is-active --quiet ${UNIT} || exit 1
rm -rf ${[UNIT_FOLDER, CONFIG, AUTHORITY, CERTIFICATE, KEY, ...(withData ? [images] : [])]} && systemctl daemon-reload`,
  };
}
