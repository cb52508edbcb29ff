import { hasErrors } from '../../api/diagnostic.ts';
import type { PveVersion } from '../../api/site.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { styleFor } from '../view/style.ts';

const TEXT = {
  accepted: { en: 'accepted', es: 'aceptado' },
  rejected: { en: 'rejected', es: 'rechazado' },
  erases: { en: 'erases', es: 'borra' },
  disk: {
    erased: { en: 'ERASED', es: 'SE BORRA' },
    kept: { en: 'kept', es: 'se conserva' },
    'cannot-tell': { en: 'cannot tell', es: 'no se puede saber' },
  },
  nic: {
    management: { en: 'management', es: 'gestión' },
    other: { en: 'other', es: 'otro' },
    'cannot-tell': { en: 'cannot tell', es: 'no se puede saber' },
  },
  nothingKnown: {
    en: 'nothing is known of this machine: no disk can be told',
    es: 'no se sabe nada de esta máquina: no se puede señalar ningún disco',
  },
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

/** `sitewright answers erasure SITE [--json]`: which disk of each machine will be erased; exit 2 where that is ambiguous. */
export async function answersErasureCommand(
  session: Session,
  site: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { language } = session;
  const style = styleFor(session.colour);
  const machines = await session.client.answers.erasure({ site });
  for (const machine of machines) {
    if (options.json) {
      const diagnostics = machine.diagnostics.map((entry) => diagnosticView(entry, language));
      print(session.out, JSON.stringify({ ...machine, diagnostics }));
      continue;
    }
    print(session.out, machine.node);
    if (machine.inventory === 'none') print(session.out, `  ${TEXT.nothingKnown[language]}`);
    for (const disk of machine.disks) {
      const word = TEXT.disk[disk.verdict][language];
      const verdict = disk.verdict === 'erased' ? style.red(word) : word;
      print(session.out, `  ${disk.serial.padEnd(28)} ${disk.label.padEnd(28)} ${verdict}`);
    }
    for (const nic of machine.nics) {
      print(session.out, `  ${nic.mac.padEnd(28)} ${nic.name.padEnd(28)} ${TEXT.nic[nic.verdict][language]}`);
    }
    printDiagnostics(session, machine.diagnostics);
  }
  return machines.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT.badInput : EXIT.done;
}
