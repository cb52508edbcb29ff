import { hasErrors } from '../../api/diagnostic.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticLine, printDiagnostics } from '../view/diagnostics.ts';

const TEXT = {
  fine: { en: 'Nothing stops the plan.', es: 'Nada detiene el plan.' },
  stopped: {
    en: 'The plan cannot go on until the errors are gone.',
    es: 'El plan no puede seguir hasta corregir los errores.',
  },
};

/** `sitewright check SITE [--json]`: every diagnostic; exit 2 if any is an error. */
export async function checkCommand(
  session: Session,
  site: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const document = await session.client.sites.open({ path: site });
  const failed = hasErrors(document.diagnostics);
  if (options.json)
    for (const entry of document.diagnostics) print(session.out, diagnosticLine(entry, session.language));
  else {
    printDiagnostics(session, document.diagnostics);
    print(session.out, (failed ? TEXT.stopped : TEXT.fine)[session.language]);
  }
  return failed ? EXIT.badInput : EXIT.done;
}
