import { diagnostic } from '../../../api/diagnostic.ts';
import { packageFiles } from '../../steps/base/apt-plan.ts';
import { installOffline } from '../../steps/cluster/offline-packages.ts';
import { decide, factOf, verdictOf } from '../../steps/sight.ts';
import type { Step } from '../../steps/step.ts';
import type { RegistryHosts } from './registry-hosts.ts';
import { PACKAGE } from './registry-place.ts';

const FOLDER = 'debs/guest';

/** Debian's docker-registry is on its host, from the packages of the bundle; an installed one of another version is left alone. */
export function installStep(hosts: RegistryHosts): Step {
  return {
    id: 'registry.install',
    phase: 'application',
    title: () => ({ en: 'Registry on the machine', es: 'Registro en la máquina' }),
    targets: hosts.names,
    // both install packages on the same machine
    needs: ['machines.start', 'stack.docker'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () => {
        if (factOf(view, target, 'packages').has(PACKAGE)) return verdictOf([]);
        const file = packageFiles(view, target, FOLDER)
          .map((path) => path.slice(path.lastIndexOf('/') + 1))
          .find((name) => name.startsWith(`${PACKAGE}_`));
        if (file === undefined)
          return {
            state: 'blocked',
            diagnostic: diagnostic('stack.registry-package-missing', {
              params: { host: target },
              subject: { host: target },
            }),
          };
        return verdictOf([{ what: `package ${PACKAGE}`, after: file.split('_')[1] ?? '' }]);
      }),

    apply: (context) =>
      installOffline(context, context, context.target, {
        id: 'registry.install',
        names: [PACKAGE],
        from: { folder: FOLDER },
      }),
  };
}
