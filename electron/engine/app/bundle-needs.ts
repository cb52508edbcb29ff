import type { BundleNeed } from '../../api/bundle.ts';
import type { Site } from '../../api/site.ts';
import { standInPackages } from '../rehearsal/bundle/stand-in-packages.ts';
import { votingWitness } from '../site/derive.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { stacks } from '../stacks/index.ts';
import type { BundleView } from '../steps/step.ts';
import { neededImages } from './all-steps.ts';

const WHY = {
  template: { en: 'template {id}', es: 'plantilla {id}' },
  vote: { en: 'the third vote', es: 'el tercer voto' },
  agent: { en: 'the agent in the machines', es: 'el agente en las máquinas' },
  docker: { en: 'Docker on the machines', es: 'Docker en las máquinas' },
  stack: { en: 'the stack {id}', es: 'la aplicación {id}' },
} as const;

/** What the site needs that no internet will give, and whether its bundle has it. */
export function bundleNeeds(site: Site, bundle: BundleView, assets: AssetStore): readonly BundleNeed[] {
  const file = (kind: BundleNeed['kind'], path: string, why: BundleNeed['why']): BundleNeed => {
    const asset = bundle.asset(path);
    return { kind, name: path, why, present: asset !== undefined, ...(asset ? { sizeBytes: asset.sizeBytes } : {}) };
  };
  const packages = (folder: string, why: BundleNeed['why']): readonly BundleNeed[] => {
    const set = standInPackages({ pveMajor: site.pve.version.startsWith('8.') ? 8 : 9 }).find(
      (entry) => entry.folder === folder,
    );
    return (set?.packages ?? []).map((each) => {
      const found = bundle.list(folder).find((name) => name.startsWith(`${each.name}_`));
      const asset = found === undefined ? undefined : bundle.asset(`${folder}/${found}`);
      return {
        kind: 'deb',
        name: `${folder}/${each.name}`,
        why,
        present: asset !== undefined,
        ...(asset ? { sizeBytes: asset.sizeBytes } : {}),
      };
    });
  };
  const needsDocker = site.stacks.some((instance) => stacks.stackOf(instance).requires.includes('docker'));
  return [
    ...site.templates.map((template) =>
      file('cloud-image', `cloud-images/${template.image}`, named(WHY.template, String(template.id))),
    ),
    ...(votingWitness(site) ? [...packages('debs/pve', WHY.vote), ...packages('debs/witness', WHY.vote)] : []),
    ...(needsDocker
      ? packages('debs/guest', WHY.docker)
      : site.machines.length > 0
        ? packages('debs/guest', WHY.agent).filter(({ name }) => name.endsWith('/qemu-guest-agent'))
        : []),
    ...neededImages(site, assets).map((image) =>
      file('container-image', `images/${image.file}`, named(WHY.stack, site.stacks[0]?.id ?? '')),
    ),
  ];
}

function named(text: { readonly en: string; readonly es: string }, id: string): BundleNeed['why'] {
  return { en: text.en.replace('{id}', id), es: text.es.replace('{id}', id) };
}
