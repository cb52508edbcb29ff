import type { Program, ProgramContext } from '../kernel/program.ts';
import { type FetchOutcome, fetchFrom } from './http-client.ts';
import { absolute, linesOf, type ParsedOptions, text } from './options.ts';
import { complain, program } from './program.ts';

function urlOf(text: string): URL | undefined {
  try {
    return new URL(/^[a-z]+:\/\//.test(text) ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

/** What wget (of GnuTLS) says of a server that it does not take for the right one, and its exit code. */
function wgetFailure(host: string, why: Extract<FetchOutcome, { kind: 'failed' }>['why']): readonly [number, string] {
  const certificate = `The certificate of '${host}'`;
  switch (why) {
    case 'untrusted':
      return [5, `ERROR: ${certificate} is not trusted.\nERROR: ${certificate} doesn't have a known issuer.`];
    case 'not-yet-valid':
      return [5, `ERROR: ${certificate} is not yet activated.\nThe certificate has not yet been activated`];
    case 'expired':
      return [5, `ERROR: ${certificate} has expired.\nThe certificate has expired`];
    case 'wrong-name':
      return [5, `ERROR: The certificate's owner does not match hostname '${host}'`];
    case 'timeout':
      return [4, 'Read error (Connection timed out) in headers.\nGiving up.'];
    case 'broken':
      return [4, 'Read error (Connection reset by peer) in headers.\nGiving up.'];
  }
}

/** What is sent: `--post-file`, `--post-data`, `--body-file`, `--body-data`. A number is the exit code of a file that is not there. */
async function wgetBody(context: ProgramContext, options: ParsedOptions): Promise<Buffer | number | undefined> {
  const data = options.get('post-data', 'body-data');
  if (data !== undefined) return Buffer.from(data);
  const file = options.get('post-file', 'body-file');
  if (file === undefined) return undefined;
  const bytes = context.host.files.read(absolute(context, file));
  if (bytes) return Buffer.from(bytes);
  context.stderr(`BODY data file '${file}' missing: No such file or directory\n`);
  return 3;
}

/** wget as far as health checks and reports use it: to a file or `-`, --spider, a body from a file, certificates from a file. */
const wget = program(
  {
    short: 'qO:T:t:ncSvdHU:',
    long: [
      'quiet',
      'output-document=',
      'timeout=',
      'tries=',
      'spider',
      'no-check-certificate',
      'header=',
      'server-response',
      'post-file=',
      'post-data=',
      'body-file=',
      'body-data=',
      'method=',
      'ca-certificate=',
      'ca-directory=',
      'input-file=',
      'no-config',
      'connect-timeout=',
      'read-timeout=',
      'waitretry=',
      'retry-connrefused',
      'no-proxy',
      'no-hsts',
      'no-verbose',
      'content-on-error',
      'user-agent=',
      'help',
      'version',
    ],
  },
  async (context, options) => {
    const quiet = options.has('q', 'quiet');
    const say = (line: string) => {
      if (!quiet) context.stderr(`${line}\n`);
    };
    const list = options.get('input-file');
    const listed = list === undefined ? [] : linesOf(text(context.host.files.read(absolute(context, list))));
    const [given] = [...options.operands, ...listed];
    const url = given === undefined ? undefined : urlOf(given);
    if (!url || given === undefined) {
      context.stderr("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
      return 1;
    }
    const body = await wgetBody(context, options);
    if (typeof body === 'number') return body;
    const ca = certificatesOf(context, options.get('ca-certificate'));
    if (ca === 'missing') {
      say(`ERROR: Failed to open cert ${options.get('ca-certificate')}: (-64).`);
      return 5;
    }
    const isPost = options.has('post-file', 'post-data');
    const outcome = await fetchFrom(context, url, {
      method: options.get('method') ?? (options.has('spider') ? 'HEAD' : isPost ? 'POST' : 'GET'),
      headers: {
        'user-agent': 'Wget/1.21.3',
        accept: '*/*',
        ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headersOf(options.values.get('header') ?? []),
      },
      ...(body ? { body } : {}),
      ...(ca === undefined ? {} : { ca }),
      isInsecure: options.has('no-check-certificate'),
      timeoutSeconds: Number(options.get('T', 'timeout', 'read-timeout') ?? 900),
    });
    if (outcome.kind === 'failed') {
      const [code, message] = wgetFailure(url.hostname, outcome.why);
      say(message);
      return code;
    }
    if (outcome.kind === 'unresolved') {
      say(`wget: unable to resolve host address '${url.hostname}'`);
      return 4;
    }
    if (outcome.kind !== 'answer') {
      say(
        `Connecting to ${url.hostname}|${outcome.address}|:${outcome.port}... failed: ${outcome.kind === 'refused' ? 'Connection refused' : 'No route to host'}.`,
      );
      return 4;
    }
    say(`HTTP request sent, awaiting response... ${outcome.status} ${outcome.statusText}`);
    if (outcome.status === 401) {
      say('\nUsername/Password Authentication Failed.');
      return 6;
    }
    const isRefused = outcome.status >= 400;
    if (isRefused) say(`ERROR ${outcome.status}: ${outcome.statusText}.`);
    if (isRefused && !options.has('content-on-error')) return 8;
    if (options.has('spider')) return 0;
    const target = options.get('O', 'output-document') ?? (url.pathname.split('/').at(-1) || 'index.html');
    if (target === '-') context.stdout(outcome.body);
    else context.host.files.write(absolute(context, target), outcome.body);
    return isRefused ? 8 : 0;
  },
);

/** PEM text of a file of certificates. */
function certificatesOf(context: ProgramContext, file: string | undefined): string | 'missing' | undefined {
  if (file === undefined) return undefined;
  const bytes = context.host.files.read(absolute(context, file));
  return bytes ? Buffer.from(bytes).toString('utf8') : 'missing';
}

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

const CURL_FAILURES: Readonly<Record<Extract<FetchOutcome, { kind: 'failed' }>['why'], readonly [number, string]>> = {
  untrusted: [60, 'SSL certificate problem: self-signed certificate'],
  'not-yet-valid': [60, 'SSL certificate problem: certificate is not yet valid'],
  expired: [60, 'SSL certificate problem: certificate has expired'],
  'wrong-name': [60, 'SSL: no alternative certificate subject name matches target host name'],
  timeout: [28, 'Operation timed out'],
  broken: [52, 'Empty reply from server'],
};

/** curl, on hosts where the package is installed: -s -S -f -k -o -w '%{http_code}' -m -H -X -I -L -d, --data-binary @FILE, --cacert. */
const plainCurl = program(
  {
    short: 'qsSfkgo:w:m:H:X:ILd:',
    long: [
      'silent',
      'show-error',
      'fail',
      'insecure',
      'output=',
      'write-out=',
      'max-time=',
      'connect-timeout=',
      'header=',
      'request=',
      'head',
      'location',
      'data=',
      'data-binary=',
      'cacert=',
      'capath=',
      'noproxy=',
      'url=',
      'help',
      'version',
    ],
    usageCode: 2,
  },
  async (context, options) => {
    const given = options.operands[0] ?? options.get('url');
    const url = given === undefined ? undefined : urlOf(given);
    if (!url) return complain(context, "try 'curl --help' or 'curl --manual' for more information", 2);
    const posted = options.get('data-binary') ?? options.get('d', 'data');
    const data = posted?.startsWith('@')
      ? await curlFile(context, posted.slice(1), options.has('data-binary'))
      : posted;
    const ca = certificatesOf(context, options.get('cacert'));
    if (ca === 'missing')
      return complain(
        context,
        `(77) error setting certificate verify locations:  CAfile: ${options.get('cacert')}`,
        77,
      );
    const method =
      options.get('X', 'request') ?? (options.has('I', 'head') ? 'HEAD' : data === undefined ? 'GET' : 'POST');
    const outcome = await fetchFrom(context, url, {
      method,
      headers: {
        'user-agent': 'curl/7.88.1',
        accept: '*/*',
        ...(data === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headersOf([...(options.values.get('H') ?? []), ...(options.values.get('header') ?? [])]),
      },
      ...(data === undefined ? {} : { body: typeof data === 'string' ? Buffer.from(data) : data }),
      ...(ca === undefined ? {} : { ca }),
      isInsecure: options.has('k', 'insecure'),
      timeoutSeconds: Number(options.get('m', 'max-time') ?? 300),
    });
    const report = (code: number, message: string) => {
      if (!options.has('s', 'silent') || options.has('S', 'show-error')) context.stderr(`curl: (${code}) ${message}\n`);
      writeOut(context, options.get('w', 'write-out'), 0);
      return code;
    };
    if (outcome.kind === 'failed') return report(...CURL_FAILURES[outcome.why]);
    if (outcome.kind === 'unresolved') return report(6, `Could not resolve host: ${url.hostname}`);
    if (outcome.kind !== 'answer')
      return report(
        7,
        `Failed to connect to ${url.hostname} port ${outcome.port} after 0 ms: ${outcome.kind === 'refused' ? "Couldn't connect to server" : 'No route to host'}`,
      );
    if (options.has('f', 'fail') && outcome.status >= 400)
      return report(22, `The requested URL returned error: ${outcome.status}`);
    const output = options.get('o', 'output');
    const body = options.has('I', 'head')
      ? Buffer.from(
          `HTTP/1.1 ${outcome.status} ${outcome.statusText}\r\n${Object.entries(outcome.headers)
            .map(([name, value]) => `${name}: ${value}\r\n`)
            .join('')}\r\n`,
        )
      : outcome.body;
    if (output === undefined || output === '-') context.stdout(body);
    else if (output !== '/dev/null') context.host.files.write(absolute(context, output), body);
    writeOut(context, options.get('w', 'write-out'), outcome.status);
    return 0;
  },
);

/** `--config FILE`: lines of `name = "value"` or `name`, as if they stood on the command line. */
const curl: Program = (context) => {
  const at = context.argv.findIndex((word) => word === '--config' || word === '-K');
  const file = at < 0 ? undefined : context.argv[at + 1];
  if (file === undefined) return plainCurl(context);
  const lines = linesOf(text(context.host.files.read(absolute(context, file))));
  const words = lines.flatMap((line) => {
    const [, name, value] = /^\s*-{0,2}([a-z-]+)(?:\s*[=:]\s*"?(.*?)"?)?\s*$/.exec(line) ?? [];
    return name === undefined ? [] : value === undefined ? [`--${name}`] : [`--${name}`, value];
  });
  return plainCurl({ ...context, argv: [...context.argv.slice(0, at), ...words, ...context.argv.slice(at + 2)] });
};

/** `@FILE`; -d leaves line ends out, --data-binary takes the bytes as they are. A file that is not there counts as empty. */
async function curlFile(context: ProgramContext, file: string, isBinary: boolean): Promise<Buffer> {
  const bytes = file === '-' ? await context.stdin() : context.host.files.read(absolute(context, file));
  if (!bytes) context.stderr(`Warning: Couldn't read data from file "${file}", this makes an empty POST.\n`);
  const whole = Buffer.from(bytes ?? new Uint8Array(0));
  return isBinary ? whole : Buffer.from(whole.toString('latin1').replace(/[\r\n\0]/g, ''), 'latin1');
}

function writeOut(context: ProgramContext, format: string | undefined, status: number): void {
  if (format !== undefined)
    context.stdout(format.replaceAll('%{http_code}', String(status).padStart(3, '0')).replaceAll('\\n', '\n'));
}

export const webPrograms: Readonly<Record<string, Program>> = { wget, curl };
