import type { PveVersion } from '../../api/site.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { styleFor } from '../view/style.ts';

const TEXT = {
  accepted: { en: 'accepted', es: 'aceptado' },
  rejected: { en: 'rejected', es: 'rechazado' },
  erases: { en: 'erases', es: 'borra' },
};

/** `sitewright answers make SITE --out DIR`: one `<node>.toml` a node. */
export async function answersMakeCommand(
  session: Session,
  site: string,
  options: { readonly out: string; readonly json?: boolean },
): Promise<ExitCode> {
  const made = await session.client.answers.make({ site, outDir: options.out });
  for (const entry of made)
    print(session.out, options.json ? JSON.stringify(entry) : `${entry.node.padEnd(20)} ${entry.file}`);
  return EXIT.done;
}

/** `sitewright answers check FILE... --pve V [--inventory F] [--json]`: accepts and rejects what the vendor's parser does. */
export async function answersCheckCommand(
  session: Session,
  files: readonly string[],
  options: { readonly pve: PveVersion; readonly inventory?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const style = styleFor(session.colour);
  const results = await session.client.answers.check({
    files: [...files],
    pve: options.pve,
    inventory: options.inventory,
  });
  for (const result of results) {
    if (options.json) {
      const diagnostics = result.diagnostics.map((entry) => diagnosticView(entry, session.language));
      print(session.out, JSON.stringify({ ...result, diagnostics }));
    } else {
      const word = result.accepted
        ? style.green(TEXT.accepted[session.language])
        : style.red(TEXT.rejected[session.language]);
      const erases = result.installs
        ? `  ${TEXT.erases[session.language]} ${result.installs.disks.join(', ')} (${result.installs.filesystem}), ${result.installs.managementNic}`
        : '';
      print(session.out, `${result.file}: ${word}${erases}`);
      printDiagnostics(session, result.diagnostics);
    }
  }
  return results.every((result) => result.accepted) ? EXIT.done : EXIT.badInput;
}
