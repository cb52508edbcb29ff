import type { Program, ProgramContext } from '../kernel/program.ts';
import { fetchFrom } from './http-client.ts';
import { absolute } from './options.ts';
import { complain, program } from './program.ts';

function urlOf(text: string): URL | undefined {
  try {
    return new URL(/^[a-z]+:\/\//.test(text) ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

/** wget as far as health checks use it: -q -O FILE|- --spider -T -t --no-check-certificate --header. */
const wget = program(
  {
    short: 'qO:T:t:ncS',
    long: [
      'quiet',
      'output-document=',
      'timeout=',
      'tries=',
      'spider',
      'no-check-certificate',
      'header=',
      'server-response',
      'help',
      'version',
    ],
  },
  async (context, options) => {
    const quiet = options.has('q', 'quiet');
    const say = (line: string) => {
      if (!quiet) context.stderr(`${line}\n`);
    };
    const [given] = options.operands;
    const url = given === undefined ? undefined : urlOf(given);
    if (!url || given === undefined) {
      context.stderr("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
      return 1;
    }
    const outcome = await fetchFrom(
      context,
      url,
      options.has('spider') ? 'HEAD' : 'GET',
      headersOf(options.values.get('header') ?? []),
    );
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
    if (outcome.status >= 400) {
      say(`ERROR ${outcome.status}: ${outcome.statusText}.`);
      return 8;
    }
    if (options.has('spider')) return 0;
    const target = options.get('O', 'output-document') ?? (url.pathname.split('/').at(-1) || 'index.html');
    if (target === '-') context.stdout(outcome.body);
    else context.host.files.write(absolute(context, target), outcome.body);
    return 0;
  },
);

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** curl, on hosts where the package is installed: -s -S -f -k -o -w '%{http_code}' -m -H -X -I -L. */
const curl = program(
  {
    short: 'sSfkgo:w:m:H:X:ILd:',
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
      'help',
      'version',
    ],
    usageCode: 2,
  },
  async (context, options) => {
    const [given] = options.operands;
    const url = given === undefined ? undefined : urlOf(given);
    if (!url) return complain(context, "try 'curl --help' or 'curl --manual' for more information", 2);
    const data = options.get('d', 'data');
    const method =
      options.get('X', 'request') ?? (options.has('I', 'head') ? 'HEAD' : data === undefined ? 'GET' : 'POST');
    const outcome = await fetchFrom(
      context,
      url,
      method,
      headersOf([...(options.values.get('H') ?? []), ...(options.values.get('header') ?? [])]),
      Buffer.from(data ?? ''),
    );
    const report = (code: number, message: string) => {
      if (!options.has('s', 'silent') || options.has('S', 'show-error')) context.stderr(`curl: (${code}) ${message}\n`);
      writeOut(context, options.get('w', 'write-out'), 0);
      return code;
    };
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

function writeOut(context: ProgramContext, format: string | undefined, status: number): void {
  if (format !== undefined)
    context.stdout(format.replaceAll('%{http_code}', String(status).padStart(3, '0')).replaceAll('\\n', '\n'));
}

export const webPrograms: Readonly<Record<string, Program>> = { wget, curl };
