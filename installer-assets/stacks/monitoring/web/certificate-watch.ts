import type { Server } from 'node:https';
import { readTls, type Tls, type TlsFiles } from './configuration.ts';
import { renewCertificate } from './http/serve.ts';
import { type Log, reasonOf } from './log.ts';

/** A renewed certificate is shown this soon. Looked at by its content: a mounted folder tells of no change on every system. */
const LOOK_EVERY_MS = 10_000;

/** Shows a certificate that was renewed under the same names to new connections; one that does not fit its key is left alone. */
export function watchCertificate(
  server: Server,
  files: TlsFiles,
  first: Tls,
  log: Log,
  everyMs = LOOK_EVERY_MS,
): { stop(): void } {
  let shown = first;
  let failing = false;
  const timer = setInterval(() => {
    try {
      const now = readTls(files);
      failing = false;
      if (now.certificate === shown.certificate && now.key === shown.key) return;
      renewCertificate(server, now);
      shown = now;
      log.info('certificate-renewed');
    } catch (error) {
      // key and certificate take their places one after the other: in between they do not fit
      if (!failing) log.warn('certificate-unreadable', { reason: reasonOf(error) });
      failing = true;
    }
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
