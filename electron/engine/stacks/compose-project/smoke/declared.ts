import { type Diagnostic, diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Text } from '../../../../api/text.ts';
import type { Check, CheckContext, CheckFinding } from '../../../checks/check.ts';
import { connectionReason, httpAsk } from '../../../checks/http.ts';
import { read } from '../../../shell/command.ts';
import { hostByName } from '../../../site/derive.ts';
import { instanceFolder } from '../../registry.ts';
import type { ComposeProjectOptions, Smoke } from '../options.ts';

const REHEARSED_HTTP: Text = {
  en: 'The port is open. What the program answers is asked on the real site: a rehearsal has not the program itself.',
  es: 'El puerto está abierto. Lo que responde el programa se pregunta en el sitio real: un ensayo no tiene el programa.',
};
const REHEARSED_COMMAND: Text = {
  en: 'Not asked: the command is part of a program that a rehearsal has not.',
  es: 'No se ha preguntado: la orden es parte de un programa que un ensayo no tiene.',
};
const MOST_EVIDENCE_CHARS = 300;

type Http = NonNullable<Smoke['http']>;
type InContainer = NonNullable<Smoke['command']>;

/** The questions that the site's file declares for an instance, each a check of its own. */
export function declaredChecks(site: Site, instance: StackInstance, options: ComposeProjectOptions): readonly Check[] {
  const address = hostByName(site, instance.on)?.address ?? instance.on;
  return options.smoke.map((smoke, index): Check => {
    const named = {
      id: `smoke.own-${instance.id}-${index + 1}`,
      title: { en: `${instance.id}: ${smoke.title}`, es: `${instance.id}: ${smoke.title}` },
    };
    const subject = { host: instance.on };
    if (smoke.http) return { ...named, ...httpCheck(smoke.http, address, subject) };
    if (smoke.tcp) return { ...named, ...tcpCheck(smoke.tcp.port, address, subject) };
    if (smoke.command) return { ...named, ...commandCheck(smoke.command, instance, options) };
    throw new RangeError('a smoke test that asks nothing');
  });
}

type Body = Pick<Check, 'expected' | 'run'>;
type Subject = Diagnostic['subject'];

function httpCheck(http: Http, address: string, subject: Subject): Body {
  const { port, path, status, contains, tls } = http;
  const url = `${tls ? 'https' : 'http'}://${inUrl(address)}:${port}${path}`;
  return {
    expected: {
      en: `${url} answers ${status}${contains === undefined ? '' : ` with “${contains}”`}`,
      es: `${url} responde ${status}${contains === undefined ? '' : ` con «${contains}»`}`,
    },
    async run(context) {
      try {
        if (context.rehearsed) {
          await touch(context, address, port);
          return { passed: 'not-applicable', seen: [`${address}:${port}: open`], reason: REHEARSED_HTTP };
        }
        const answer = await httpAsk(context.dialer, { address, port, path, tls, signal: context.signal });
        const seen = [`${url}: status ${answer.status}`];
        const evidence = [answer.body.trim().slice(0, MOST_EVIDENCE_CHARS)];
        if (answer.status !== status)
          return failed(
            seen,
            diagnostic('brought.http-status', { params: { url, seen: answer.status, status }, evidence, subject }),
          );
        if (contains !== undefined && !answer.body.includes(contains))
          return failed(seen, diagnostic('brought.http-text', { params: { url, text: contains }, evidence, subject }));
        return { passed: true, seen };
      } catch (error) {
        return closed(context, url, error, subject);
      }
    },
  };
}

function tcpCheck(port: number, address: string, subject: Subject): Body {
  const place = `${inUrl(address)}:${port}`;
  return {
    expected: { en: `${place} takes connections`, es: `${place} acepta conexiones` },
    async run(context) {
      try {
        await touch(context, address, port);
        return { passed: true, seen: [`${place}: open`] };
      } catch (error) {
        return closed(context, place, error, subject);
      }
    },
  };
}

function commandCheck(
  { service, run, contains }: InContainer,
  instance: StackInstance,
  { project }: ComposeProjectOptions,
): Body {
  const shown = run.join(' ');
  const host = instance.on;
  return {
    expected: {
      en: `${shown} ends with 0 in ${service}${contains === undefined ? '' : ` and says “${contains}”`}`,
      es: `${shown} termina con 0 en ${service}${contains === undefined ? '' : ` y dice «${contains}»`}`,
    },
    async run(context) {
      if (context.rehearsed) return { passed: 'not-applicable', seen: [], reason: REHEARSED_COMMAND };
      // found by its labels: the files of the instance are not read again for a question
      const labels = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`];
      const filters = [...labels, 'com.docker.compose.oneoff=False'].flatMap((label) => ['--filter', `label=${label}`]);
      const folder = instanceFolder(instance);
      const answer = await context
        .transport(host)
        .exec(
          read`container=$(docker ps --quiet ${filters} | head -n 1); [ -n "$container" ] || { echo ${`no container of ${service} runs (${folder})`} >&2; exit 1; }; docker exec "$container" ${run}`,
          { signal: context.signal },
        );
      const said = [answer.stdout.trim(), answer.stderr.trim()].filter((text) => text !== '');
      const evidence = said.map((text) => text.slice(0, MOST_EVIDENCE_CHARS));
      const seen = [`${shown}: ${answer.code}`, ...evidence];
      const subject = { host };
      if (answer.code !== 0)
        return failed(
          seen,
          diagnostic('brought.command-code', {
            params: { command: shown, service, code: answer.code },
            evidence,
            subject,
          }),
        );
      if (contains !== undefined && !said.some((text) => text.includes(contains)))
        return failed(
          seen,
          diagnostic('brought.command-text', {
            params: { command: shown, service, text: contains },
            evidence,
            subject,
          }),
        );
      return { passed: true, seen };
    },
  };
}

async function touch(context: CheckContext, address: string, port: number): Promise<void> {
  const socket = await context.dialer.connect(address, port, { timeoutMs: 10_000, signal: context.signal });
  socket.on('error', () => {});
  socket.destroy();
}

function closed(context: CheckContext, place: string, error: unknown, subject: Subject): CheckFinding {
  context.signal.throwIfAborted();
  const reason = connectionReason(error);
  return failed([`${place}: ${reason}`], diagnostic('brought.no-answer', { params: { place, reason }, subject }));
}

function failed(seen: readonly string[], finding: Diagnostic): CheckFinding {
  return { passed: false, seen, diagnostic: finding };
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
