import type { Site } from '../../../api/site.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { linesOf, whyFailed } from '../../facts/parse/text.ts';
import type { FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { digestsFact } from '../../steps/machines/machine-facts.ts';
import { AUTHORITY, CERTIFICATE, CONFIG, KEY, STORAGE, UNIT, UNIT_ADDITION } from './registry-place.ts';

/** Digests of the files whose content is the same on every site with the same port. */
export const registryFilesFact = digestsFact('registry.files', [CONFIG, UNIT_ADDITION]);

/** Public copy of the site's authority, beside the registry; '' = not there. */
export const registryAuthorityFact: Fact<string> = pemFact('registry.authority', AUTHORITY);
/** What the registry shows; '' = not there. */
export const registryCertificateFact: Fact<string> = pemFact('registry.certificate', CERTIFICATE);

/** Mode and owner of the registry's key, `400 docker-registry`; '' = not there. */
export const registryKeyFact: Fact<string> = {
  id: 'registry.key',
  command: read`stat -c '%a %U' ${KEY}`,
  parse: (answer) => {
    if (answer.code === 0) return known(linesOf(answer.stdout)[0] ?? '');
    return /No such file/.test(answer.stderr) ? known('') : unknown(whyFailed(answer));
  },
};

export interface ServiceState {
  /** `active`, `activating`, `inactive`, `failed`. */
  readonly active: string;
  /** `enabled`, `disabled`; `not-found` or nothing where there is no such unit. */
  readonly enabled: string;
}

export const registryServiceFact: Fact<ServiceState> = {
  id: 'registry.service',
  command: read`systemctl is-active ${UNIT}; systemctl is-enabled ${UNIT} 2>/dev/null; true`,
  parse: (answer) => {
    const [active = '', enabled = ''] = linesOf(answer.stdout).map((line) => line.trim());
    return active === '' ? unknown(whyFailed(answer)) : known({ active, enabled });
  },
};

/**
 * The images that the registry has, as `REPOSITORY@sha256:HEX`. It writes such a link for a manifest that it took, which it does
 * only when it has everything that the manifest names (distribution, storage paths of registry v2).
 */
export const registryImagesFact: Fact<ReadonlySet<string>> = imagesIn(STORAGE);

/** The same for a registry that keeps them elsewhere. */
export function imagesIn(storage: string): Fact<ReadonlySet<string>> {
  return {
    id: 'registry.images',
    command: read`find ${`${storage}/docker/registry/v2/repositories`} -path '*/_manifests/revisions/sha256/*/link'`,
    parse: (answer) => {
      // what is not there yet, and uploads that end while find looks; the links that it printed are there
      const isOdd = linesOf(answer.stderr).some((line) => !/No such file or directory/.test(line));
      if (isOdd || (answer.code !== 0 && answer.stderr.trim() === '')) return unknown(whyFailed(answer));
      return known(
        new Set(
          linesOf(answer.stdout).flatMap((line) => {
            const found = /\/repositories\/(.+)\/_manifests\/revisions\/sha256\/([0-9a-f]{64})\/link$/.exec(line);
            return found ? [`${found[1]}@sha256:${found[2]}`] : [];
          }),
        ),
      );
    },
  };
}

/** What the steps of the registry want of each host that carries one. */
export function registryFactSet(hosts: (site: Site) => readonly string[]): FactSet {
  const facts = [
    registryFilesFact,
    registryAuthorityFact,
    registryCertificateFact,
    registryKeyFact,
    registryServiceFact,
    registryImagesFact,
  ];
  return { id: 'registry', facts: (site, host) => (hosts(site).includes(host) ? facts : []) };
}

/** A certificate in a file of the host; '' = not there. */
export function pemFact(id: string, path: string): Fact<string> {
  return {
    id,
    command: read`cat ${path}`,
    parse: (answer) => {
      if (answer.code === 0) return known(answer.stdout);
      return /No such file/.test(answer.stderr) ? known('') : unknown(whyFailed(answer));
    },
  };
}
