import type { Argument, Command, CommanderError, Option } from 'commander';
import { type Diagnostic, diagnostic } from '../api/diagnostic.ts';
import type { Language, Text } from '../api/text.ts';

/** A value that an option does not take; thrown by the option parsers below and told as `cli.bad-value`. */
export class BadValueError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(option: string, value: string, expected: string) {
    super('bad value');
    this.diagnostic = diagnostic('cli.bad-value', { params: { option, value: value.slice(0, 80), expected } });
  }
}

/** What is wrong with the words of the command line, from commander's own error; decided by its code. */
export function usageDiagnostic(error: CommanderError, command: string): Diagnostic {
  // The names are only in commander's sentence, between its quotes.
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const first = quoted[0] ?? '';
  switch (error.code) {
    case 'commander.missingArgument':
      return diagnostic('cli.missing-argument', { params: { name: first, command } });
    case 'commander.missingMandatoryOptionValue':
      return diagnostic('cli.missing-option', { params: { option: first, command } });
    case 'commander.optionMissingArgument':
      return diagnostic('cli.option-needs-value', { params: { option: first, command } });
    case 'commander.unknownOption':
      return diagnostic('cli.unknown-option', { params: { option: first, command } });
    case 'commander.excessArguments':
      return diagnostic('cli.too-many-arguments', { params: { command } });
    case 'commander.invalidArgument': {
      const expected = /Allowed choices are (.*)\.$/.exec(error.message)?.[1] ?? '';
      // of an argument the value comes before its name
      const [option, value = ''] = /^error: command-argument/.test(error.message) ? [quoted[1] ?? '', first] : quoted;
      return diagnostic('cli.bad-value', {
        params: { option: option ?? '', value: value.slice(0, 80), expected },
      });
    }
    default:
      return diagnostic('cli.unknown-command', { params: { name: first.slice(0, 80), command } });
  }
}

const EXPECTED = {
  count: { en: 'a whole number from 1 to 64', es: 'un número entero de 1 a 64' },
  speed: { en: 'a number from 1 to 10000', es: 'un número de 1 a 10000' },
  link: { en: 'the number of a cluster link, 0 to 7', es: 'el número de un enlace de clúster, de 0 a 7' },
  port: { en: 'a whole number from 0 to 65535', es: 'un número entero de 0 a 65535' },
  fd: {
    en: 'the number of an open file descriptor, as in: --passphrase-fd 3 3< FILE',
    es: 'el número de un descriptor abierto, como en: --passphrase-fd 3 3< ARCHIVO',
  },
  passwordFd: {
    en: 'the number of an open file descriptor, as in: --password-fd 3 3< FILE',
    es: 'el número de un descriptor abierto, como en: --password-fd 3 3< ARCHIVO',
  },
  digest: { en: 'a SHA-256 digest: 64 digits of 0-9 and a-f', es: 'un resumen SHA-256: 64 cifras de 0-9 y a-f' },
  key: {
    en: 'a machine and its fingerprint, such as pve-node1=SHA256:...',
    es: 'un equipo y su huella, como pve-node1=SHA256:...',
  },
  size: { en: 'a size such as 3900MB or 4GB', es: 'un tamaño como 3900MB o 4GB' },
  fault: { en: 'the name of a fault, such as join.hangs', es: 'el nombre de un fallo, como join.hangs' },
} satisfies Record<string, Text>;

/** Parsers of option values, for commander; each throws {@link BadValueError}. */
export function optionValues(language: Language) {
  const refuse = (option: string, value: string, expected: Text): never => {
    throw new BadValueError(option, value, expected[language]);
  };
  return {
    speed: (value: string): number => {
      const times = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
      return times >= 1 && times <= 10_000 ? times : refuse('--speed', value, EXPECTED.speed);
    },
    port: (value: string): number => {
      const port = /^\d{1,5}$/.test(value) ? Number(value) : 65_536;
      return port <= 65_535 ? port : refuse('--port', value, EXPECTED.port);
    },
    link: (value: string): number => (/^[0-7]$/.test(value) ? Number(value) : refuse('--link', value, EXPECTED.link)),
    count: (value: string): number =>
      /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 64
        ? Number(value)
        : refuse('--nodes', value, EXPECTED.count),
    fd: (value: string): number =>
      /^\d{1,6}$/.test(value) ? Number(value) : refuse('--passphrase-fd', value, EXPECTED.fd),
    passwordFd: (value: string): number =>
      /^\d{1,6}$/.test(value) ? Number(value) : refuse('--password-fd', value, EXPECTED.passwordFd),
    digest: (value: string): string =>
      /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : refuse('--accept-base', value, EXPECTED.digest),
    size: (value: string): number => {
      const [, digits = '', unit = ''] = /^(\d{1,6})(MB|GB)$/i.exec(value) ?? [];
      const bytes = Number(digits) * (unit.toUpperCase() === 'GB' ? 1e9 : 1e6);
      return bytes > 0 ? bytes : refuse('--size', value, EXPECTED.size);
    },
    list: (value: string, all: readonly string[] = []): readonly string[] => [
      ...all,
      ...value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ],
    several: (value: string, all: readonly string[] = []): readonly string[] => [...all, value],
    key: (value: string, all: readonly string[] = []): readonly string[] =>
      /^[a-z0-9-]{1,63}=SHA256:[A-Za-z0-9+/]{43}$/.test(value) ? [...all, value] : refuse('--key', value, EXPECTED.key),
    fault: (value: string, all: readonly string[] = []): readonly string[] =>
      value.startsWith('-') ? refuse('--fault', value, EXPECTED.fault) : [...all, value],
  };
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opciones:',
  'Global Options:': 'Opciones generales:',
  'Commands:': 'Órdenes:',
};

function spanishTerm(term: string): string {
  return term.replace('[options]', '[opciones]').replace('[command]', '[orden]');
}

/** What commander writes behind the own words of an option or argument: the values it takes and the one it has unsaid. */
function spanishDescription({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Option | Argument): string {
  const notes = [
    ...(argChoices ? [`valores: ${argChoices.map((choice) => JSON.stringify(choice)).join(', ')}`] : []),
    ...(defaultValue === undefined || defaultValue === false
      ? []
      : [`por omisión: ${defaultValueDescription ?? JSON.stringify(defaultValue)}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
}

/** `--help` in the person's language, commander's own words included, for a command and all below it. */
export function localiseHelp(command: Command, language: Language): void {
  command.helpOption('-h, --help', language === 'es' ? 'muestra esta ayuda' : 'show this help');
  if (command.commands.length > 0)
    command.helpCommand(
      language === 'es' ? 'help [orden]' : 'help [command]',
      language === 'es' ? 'muestra la ayuda de una orden' : 'show help of a command',
    );
  if (language === 'es')
    command.configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      styleUsage: spanishTerm,
      styleSubcommandTerm: spanishTerm,
      optionDescription: spanishDescription,
      argumentDescription: spanishDescription,
    });
  for (const child of command.commands) localiseHelp(child, language);
}
