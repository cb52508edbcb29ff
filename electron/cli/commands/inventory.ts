import { readFile, stat } from 'node:fs/promises';
import { fail, hasErrors } from '../../api/diagnostic.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';

const TEXT = {
  taken: {
    en: '{node}: disks {disks}, network ports {nics} ({sources}); changes in site.toml: {count}',
    es: '{node}: discos {disks}, puertos de red {nics} ({sources}); cambios en site.toml: {count}',
  },
  kept: {
    en: 'The listing tells nothing that site.toml holds (no serial, no MAC); it is kept beside the site.',
    es: 'El listado no dice nada que quepa en site.toml (ni números de serie ni MAC); queda guardado junto al sitio.',
  },
};
const LARGEST_LISTING_BYTES = 8 * 1024 * 1024;

/** `sitewright inventory SITE NODE FILE`: keeps a listing of the machine beside the site and brings site.toml up to it. */
export async function inventoryCommand(
  session: Session,
  site: string,
  node: string,
  file: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { client, language } = session;
  const text = await listing(file);
  // Read before the edits are made: they name hosts by place, and must not land in a file that was changed since.
  const { text: baseText } = await client.sites.read({ site });
  const { found, edits, diagnostics } = await client.inventory.bring({ site, node, text });
  if (edits.length > 0 && !hasErrors(diagnostics)) {
    await client.sites.edit({ site, baseText, edits });
  }
  if (options.json) {
    const told = diagnostics.map((entry) => diagnosticView(entry, language));
    print(session.out, JSON.stringify({ node, ...found, edits, diagnostics: told }));
  } else {
    const { disks, nics, sources } = found;
    printDiagnostics(session, diagnostics);
    if (hasErrors(diagnostics)) return EXIT.badInput;
    print(
      session.out,
      fill(TEXT.taken, language, { node, disks, nics, sources: sources.join(', '), count: edits.length }),
    );
    if (edits.length === 0) print(session.out, TEXT.kept[language]);
  }
  return hasErrors(diagnostics) ? EXIT.badInput : EXIT.done;
}

async function listing(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_LISTING_BYTES) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('app.unreadable-file', { params: { path: file, why }, subject: { file } });
  }
}
