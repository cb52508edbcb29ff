import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { styleFor } from '../view/style.ts';
import { followRun } from './follow.ts';

const TEXT = {
  base: { en: 'Base image {sha}{known}', es: 'Imagen base {sha}{known}' },
  offered: { en: 'can be written', es: 'se puede escribir' },
  excluded: { en: 'not offered', es: 'no se ofrece' },
  none: { en: 'No drive is connected.', es: 'No hay ninguna unidad conectada.' },
};

export interface ImageMakeOptions {
  readonly base: string;
  readonly out: string;
  readonly full?: boolean;
  readonly acceptBase?: string;
  readonly json?: boolean;
}

/** `sitewright image make SITE --base BASE.iso --out DIR [--full] [--accept-base SHA256]`. */
export async function imageMakeCommand(session: Session, site: string, options: ImageMakeOptions): Promise<ExitCode> {
  const stop = new AbortController();
  const release = session.onInterrupt(() => stop.abort());
  const order = {
    site,
    base: options.base,
    outDir: options.out,
    full: options.full ?? false,
    acceptBase: options.acceptBase,
  };
  const made = await session.client.images.make(order, { signal: stop.signal }).finally(release);
  if (options.json) for (const image of made.images) print(session.out, JSON.stringify(image));
  else {
    print(
      session.out,
      fill(TEXT.base, session.language, {
        sha: made.baseSha256,
        known: made.baseKnownAs ? ` (${made.baseKnownAs})` : '',
      }),
    );
    for (const image of made.images) print(session.out, `${image.node.padEnd(20)} ${image.file}  ${image.sizeBytes} B`);
  }
  return EXIT.done;
}

/** `sitewright image inspect FILE [--json]`: what an image holds, secrets hidden. */
export async function imageInspectCommand(
  session: Session,
  file: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const seen = await session.client.images.inspect({ file });
  print(session.out, JSON.stringify(seen, null, options.json ? undefined : 2));
  return EXIT.done;
}

/** `sitewright drives [--json]`: every drive with its verdict and, where it is not offered, the reason. */
export async function drivesCommand(
  session: Session,
  options: { readonly json?: boolean; readonly virtual?: boolean },
): Promise<ExitCode> {
  const style = styleFor(session.colour);
  const drives = await session.client.drives.list({ includeVirtual: options.virtual ?? false });
  for (const drive of drives) {
    if (options.json) {
      const diagnostics = drive.diagnostics.map((entry) => diagnosticView(entry, session.language));
      print(session.out, JSON.stringify({ ...drive, diagnostics }));
    } else {
      const verdict =
        drive.verdict === 'offered'
          ? style.green(TEXT.offered[session.language])
          : style.dim(TEXT.excluded[session.language]);
      print(
        session.out,
        `${drive.device.padEnd(16)} ${`${Math.round(drive.sizeBytes / 1e6)} MB`.padStart(10)}  ${drive.model.padEnd(28)} ${drive.confirm.padEnd(24)} ${verdict}`,
      );
      printDiagnostics(session, drive.diagnostics);
    }
  }
  if (drives.length === 0 && !options.json) print(session.out, TEXT.none[session.language]);
  return EXIT.done;
}

/** `sitewright flash IMAGE --to DEVICE --confirm SERIAL`. */
export async function flashCommand(
  session: Session,
  image: string,
  options: { readonly to: string; readonly confirm: string; readonly base?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const { runId } = await session.client.drives.flash({
    image,
    base: options.base,
    device: options.to,
    confirm: options.confirm,
  });
  return followRun(session, runId, options);
}
