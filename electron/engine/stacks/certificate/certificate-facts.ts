import type { Site } from '../../../api/site.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { linesOf, whyFailed } from '../../facts/parse/text.ts';
import type { FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import type { AssetStore } from '../asset-store.ts';
import { pemFact } from '../registry/registry-facts.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import type { WantedCertificate } from '../stack.ts';

/** An instance that shows a certificate. */
export interface CertifiedInstance {
  readonly entry: ComposeInstance;
  readonly wanted: WantedCertificate;
  /** The paths of the three on the host. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** The instances of a host that show a certificate. Throws DiagnosticError for bad options. */
export function certifiedInstances(
  registry: StackRegistry,
  site: Site,
  host: string,
  assets: AssetStore,
): readonly CertifiedInstance[] {
  return composeInstances(registry, site, host, assets).flatMap((entry) => {
    const wanted = entry.application.certificate;
    if (!wanted) return [];
    const at = (name: string): string => `${entry.folder}/${name}`;
    return [
      {
        entry,
        wanted,
        authority: at(wanted.authorityFile),
        certificate: at(wanted.certificateFile),
        key: at(wanted.keyFile),
      },
    ];
  });
}

/** What an instance trusts and hands out; '' = not there. */
export const authorityFact = ({ entry, authority }: CertifiedInstance): Fact<string> =>
  pemFact(`stack.authority-${entry.instance.id}`, authority);
/** What an instance shows; '' = not there. */
export const certificateFact = ({ entry, certificate }: CertifiedInstance): Fact<string> =>
  pemFact(`stack.certificate-${entry.instance.id}`, certificate);

/** Mode and owner of the key, `600 10001`; '' = not there. */
export function keyFact({ entry, key }: CertifiedInstance): Fact<string> {
  return {
    id: `stack.key-${entry.instance.id}`,
    command: read`stat -c '%a %u' ${key}`,
    parse: (answer) => {
      if (answer.code === 0) return known(linesOf(answer.stdout)[0] ?? '');
      return /No such file/.test(answer.stderr) ? known('') : unknown(whyFailed(answer));
    },
  };
}

/** What the step wants of each host. */
export function certificateFactSet(registry: StackRegistry, assets: AssetStore): FactSet {
  return {
    id: 'certificate',
    facts: (site, host) =>
      dockerHosts(registry, site).includes(host)
        ? certifiedInstances(registry, site, host, assets).flatMap((each) => [
            authorityFact(each),
            certificateFact(each),
            keyFact(each),
          ])
        : [],
  };
}
