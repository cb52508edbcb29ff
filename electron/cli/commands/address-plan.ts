import type { AddressPlanRow } from '../../api/address-plan.ts';
import { fail, hasErrors } from '../../api/diagnostic.ts';
import { fill, type Text } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';

const WHAT: Readonly<Record<AddressPlanRow['what'], Text>> = {
  network: { en: 'management network', es: 'red de gestión' },
  gateway: { en: 'gateway', es: 'puerta de enlace' },
  dns: { en: 'DNS server', es: 'servidor DNS' },
  dhcp: { en: 'DHCP gives out', es: 'DHCP reparte' },
  laptop: { en: 'this laptop', es: 'este portátil' },
  node: { en: '{name}', es: '{name}' },
  host: { en: '{name}', es: '{name}' },
  machine: { en: '{name}', es: '{name}' },
  'link-network': { en: 'cluster link {name}', es: 'enlace de clúster {name}' },
  link: { en: '{name}, cluster link', es: '{name}, enlace de clúster' },
  spare: { en: 'held for node {name}', es: 'guardada para el nodo {name}' },
  other: { en: '{name}', es: '{name}' },
};
const TEXT = {
  nothing: { en: 'The site has these addresses already.', es: 'El sitio ya tiene estas direcciones.' },
  shown: {
    en: 'Nothing was written. --write writes these {count} changes into site.toml.',
    es: 'No se escribió nada. --write escribe estos {count} cambios en site.toml.',
  },
  written: { en: 'Changes written into site.toml: {count}.', es: 'Cambios escritos en site.toml: {count}.' },
};

export interface AddressPlanFlags {
  readonly subnet: string;
  readonly from?: string;
  readonly to?: string;
  readonly nodes?: number;
  readonly link?: readonly string[];
  readonly renumber?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** `sitewright address-plan SITE --subnet CIDR`: what would change; exit 4 while it is not written, 0 once it is. */
export async function addressPlanCommand(session: Session, site: string, flags: AddressPlanFlags): Promise<ExitCode> {
  const { client, language, out } = session;
  // Read before the plan is made: its edits name places, and must not land in a file that was changed since.
  const { text: baseText } = await client.sites.read({ site });
  const { rows, edits, diagnostics } = await client.network.addressPlan({
    site,
    subnet: flags.subnet,
    ...(flags.from === undefined ? {} : { rangeStart: flags.from }),
    ...(flags.to === undefined ? {} : { rangeEnd: flags.to }),
    ...(flags.nodes === undefined ? {} : { nodes: flags.nodes }),
    links: [...(flags.link ?? [])],
    keep: flags.renumber !== true,
  });
  const failed = hasErrors(diagnostics);
  const writes = flags.write === true && !failed && edits.length > 0;
  if (writes) {
    const after = await client.sites.edit({ site, baseText, edits });
    if (after.text === baseText) throw fail('site.edit-refused', { params: { field: edits[0]?.path ?? '', why: '' } });
  }
  if (flags.json) {
    const told = diagnostics.map((entry) => diagnosticView(entry, language));
    print(out, JSON.stringify({ rows, edits, written: writes, diagnostics: told }));
  } else {
    for (const row of rows) print(out, lineOf(row, language));
    printDiagnostics(session, diagnostics);
    if (!failed) {
      const said = writes ? TEXT.written : edits.length === 0 ? TEXT.nothing : TEXT.shown;
      print(out, fill(said, language, { count: edits.length }));
    }
  }
  if (failed) return EXIT.badInput;
  return edits.length > 0 && !writes ? EXIT.changes : EXIT.done;
}

function lineOf({ what, name, before, after, changed }: AddressPlanRow, language: Session['language']): string {
  const whose = fill(WHAT[what], language, { name }).padEnd(32);
  return changed ? `* ${whose} ${before ?? '-'} -> ${after}` : `  ${whose} ${after}`;
}
