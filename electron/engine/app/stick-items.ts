import { basename } from 'node:path';
import type { StickItem } from './stick-run.ts';

/** One stick or file to be written, as its run shows it. */
export function flashItem({ image, device }: { readonly image: string; readonly device: string }): StickItem {
  return {
    id: `media.flash@${device}`,
    title: { en: 'Write the stick', es: 'Escribir la memoria' },
    target: device,
    changes: [{ what: device, after: basename(image) }],
  };
}

/** A stick or file that becomes another node's. */
export function retargetItem({ target, node }: { readonly target: string; readonly node: string }): StickItem {
  return {
    id: `media.retarget@${target}`,
    title: { en: 'Make the stick of another node', es: 'Convertir la memoria en la de otro nodo' },
    target,
    changes: [{ what: target, after: node }],
  };
}
