import { hostByName } from '../../site/derive.ts';
import type { Stack } from '../stack.ts';
import { type RegistryOptions, RegistryOptionsSchema, registryOptions } from './options.ts';
import { registryRemoval } from './registry-removal.ts';
import { imagesServed } from './smoke/images-served.ts';

/** The site's own registry of container images (Debian's docker-registry): every host pulls from it by digest, and from no other. */
export const registryStack: Stack<RegistryOptions> = {
  id: 'registry',
  version: '1.0.0',
  title: { en: 'Image registry', es: 'Registro de imágenes' },
  options: RegistryOptionsSchema,
  target: 'machine',
  requires: [],
  provides: ['registry'],
  remove: registryRemoval,
  ports: (_site, instance) => [{ port: registryOptions(instance).port, protocol: 'tcp', address: '*' }],
  smoke: (site, instance) => [imagesServed(site, instance)],
  report: (site, instance) => [
    {
      label: { en: 'Registry', es: 'Registro' },
      value: `https://${hostByName(site, instance.on)?.address ?? instance.on}:${registryOptions(instance).port}/v2/`,
    },
  ],
};
