import { fail } from '../../api/diagnostic.ts';
import { ImageInspectionSchema } from '../../api/image.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView, printDiagnostics } from '../view/diagnostics.ts';
import { inspectionLines } from '../view/inspection.ts';
import { styleFor } from '../view/style.ts';
import { followRun } from './follow.ts';

const TEXT = {
  base: { en: 'Base image {sha}{known}', es: 'Imagen base {sha}{known}' },
  offered: { en: 'can be written', es: 'se puede escribir' },
  excluded: { en: 'not offered', es: 'no se ofrece' },
  ours: {
    en: 'A stick of {siteName} for {node}, {writtenAt}:',
    es: 'Una memoria de {siteName} para {node}, {writtenAt}:',
  },
  stick: {
    current: { en: 'as the plan says.', es: 'como dice el plan.' },
    older: { en: 'older than the plan.', es: 'anterior al plan.' },
    'other-site': { en: 'of another site.', es: 'de otro sitio.' },
    'node-gone': { en: 'that node is not in the plan.', es: 'ese nodo no está en el plan.' },
  },
  none: { en: 'No drive is connected.', es: 'No hay ninguna unidad conectada.' },
};

export interface ImageMakeOptions {
  readonly base: string;
  readonly out: string;
  readonly full?: boolean;
  readonly rewrite?: boolean;
  readonly node?: readonly string[];
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
    rewrite: options.rewrite ?? false,
    ...(options.node?.length ? { nodes: [...options.node] } : {}),
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
    printDiagnostics(session, made.diagnostics);
  }
  return EXIT.done;
}

/** `sitewright image inspect FILE [--json]`: what an image or a stick holds, secrets hidden. */
export async function imageInspectCommand(
  session: Session,
  file: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const seen = await session.client.images.inspect({ file });
  if (options.json) {
    print(session.out, JSON.stringify(seen));
    return EXIT.done;
  }
  const inspection = ImageInspectionSchema.parse(seen);
  for (const [key, value] of inspectionLines(inspection, session.language)) {
    print(session.out, `${key.padEnd(22)} ${value}`);
  }
  printDiagnostics(session, inspection.diagnostics);
  return EXIT.done;
}

/** `sitewright drives [--json]`: every drive with its verdict and, where it is not offered, the reason. */
export async function drivesCommand(
  session: Session,
  options: { readonly json?: boolean; readonly virtual?: boolean; readonly site?: string },
): Promise<ExitCode> {
  const style = styleFor(session.colour);
  const drives = await session.client.drives.list({
    includeVirtual: options.virtual ?? false,
    ...(options.site === undefined ? {} : { site: options.site }),
  });
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
      if (drive.stick !== undefined && drive.stick !== 'needs-permission') {
        const { siteName, node, writtenAt, state } = drive.stick;
        const told = TEXT.stick[state][session.language];
        print(session.out, `    ${fill(TEXT.ours, session.language, { siteName, node, writtenAt })} ${told}`);
      }
      printDiagnostics(session, drive.diagnostics);
    }
  }
  if (drives.length === 0 && !options.json) print(session.out, TEXT.none[session.language]);
  return EXIT.done;
}

export interface RetargetOptions {
  readonly base: string;
  readonly node: string;
  readonly acceptBase?: string;
  readonly verifyWhole?: boolean;
  readonly json?: boolean;
}

/** `sitewright image retarget DEVICE-OR-FILE SITE --base BASE.iso --node B [--accept-base SHA256] [--verify-whole]`. */
export async function imageRetargetCommand(
  session: Session,
  target: string,
  site: string,
  options: RetargetOptions,
): Promise<ExitCode> {
  const { base, node, acceptBase, verifyWhole = false } = options;
  const { runId } = await session.client.images.retarget({ target, site, base, node, acceptBase, verifyWhole });
  return followRun(session, runId, options);
}

export interface FlashOptions {
  readonly to: readonly string[];
  readonly confirm: readonly string[];
  readonly base?: string;
  readonly acceptLarge?: string;
  readonly json?: boolean;
}

/**
 * `sitewright flash IMAGE --to DEVICE --confirm SERIAL [--accept-large SERIAL]`; image, device and confirmation several times
 * for several sticks at once.
 */
export async function flashCommand(
  session: Session,
  images: readonly string[],
  options: FlashOptions,
): Promise<ExitCode> {
  const { to, confirm, base, acceptLarge } = options;
  if (images.length !== to.length || to.length !== confirm.length) {
    throw fail('cli.flash-pairs', { params: { images: images.length, devices: to.length, serials: confirm.length } });
  }
  const writes = images.map((image, index) => ({ image, device: to[index] ?? '', confirm: confirm[index] ?? '' }));
  const { runId } = await session.client.drives.flash({ writes, base, acceptLarge });
  return followRun(session, runId, options);
}
