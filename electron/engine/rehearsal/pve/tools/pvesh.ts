import type { Program, ProgramContext } from '../../kernel/program.ts';
import { type ApiCall, callFromContext } from '../api/call.ts';
import { type Match, type Method, matchRoute } from '../api/routes.ts';
import { API_ROUTES } from '../api/tree.ts';
import { WorkerResult } from '../api/worker.ts';
import { ApiError } from '../cli/api-error.ts';
import { checkParameters } from '../cli/check-parameters.ts';
import { type CommandSchema, commandSchema, handMadeSchema } from '../cli/command-schema.ts';
import { parseArguments } from '../cli/parse-arguments.ts';
import { formatResult, printError } from '../cli/tool.ts';
import { unknownHelp } from '../cli/unknown-command.ts';
import { memberNames, nodeAddress, onlineNodes } from '../model/cluster.ts';
import { ensureNode } from '../model/node-init.ts';

const METHODS: Readonly<Record<string, Method>> = { get: 'GET', create: 'POST', set: 'PUT', delete: 'DELETE' };
const FORMATS = ['output-format', 'noborder', 'noheader', 'quiet', 'human-readable'];

/** The API shell: the same methods as over HTTPS, as root, on this node or proxied to another by ssh. */
export const pvesh: Program = async (context) => {
  const call = callFromContext(context);
  const [verb = '', ...words] = context.argv.slice(1);
  const usage = commandSchema(call.version, `pvesh ${verb}`)?.usage ?? '';
  await context.sleep(0.65);
  const method = METHODS[verb];
  if (verb === 'ls') return listChildren(context, call, words[0]);
  if (verb === 'usage') return 0;
  if (!method) {
    context.stderr(unknownHelp(call.version, 'pvesh', context.argv.slice(1)));
    return 255;
  }
  const path = words[0];
  if (path === undefined || path.startsWith('-')) {
    context.stderr(`400 not enough arguments\n${usage}\n`);
    return 255;
  }
  const match = matchRoute(API_ROUTES, call.version, method, normalised(path));
  if (!match) {
    context.stderr(`No '${verb}' handler defined for '${path}'\n`);
    return 1;
  }
  const schema = schemaOf(call, match);
  const shown = usage.replace(' [OPTIONS]', `${requiredText(schema)} [OPTIONS]`);
  try {
    const { values } = parseArguments(schema, words.slice(1));
    const format = values['output-format'] ?? 'text';
    const options = {
      border: values.noborder !== '1',
      header: values.noheader !== '1',
      ...(match.route.columns ? { columns: match.route.columns } : {}),
    };
    const quiet = values.quiet === '1';
    for (const name of [...FORMATS, 'noproxy']) delete values[name];
    const target = targetOf(call, match);
    // Task output of another node arrives glued to the UPID; here the reader only sees the result.
    const proxied = target.node.name !== call.node.name;
    checkParameters(call.version, schema, values);
    const result = await match.route.run(proxied ? { ...target, out: () => undefined } : target, {
      ...values,
      ...match.parameters,
    });
    if (result === undefined || quiet) return 0;
    const value = result instanceof WorkerResult ? result.upid : result;
    context.stdout(formatResult(value, format, options));
    return 0;
  } catch (error) {
    return printError(context, error, shown);
  }
};

function normalised(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '')
    .join('/')}`;
}

/** The parameters a method takes: its tool's without those that are part of the path, plus pvesh's own options. */
export function schemaOf(call: ApiCall, match: Match): CommandSchema {
  const { takes } = match.route;
  const base = typeof takes === 'string' ? commandSchema(call.version, takes) : takes;
  const schema = base ?? handMadeSchema({});
  const inPath = (name: string) => match.parameters[name] !== undefined;
  const parameters = new Map([...schema.parameters].filter(([name]) => !inPath(name)));
  parameters.set('noproxy', { kind: 'boolean' });
  const positional = schema.positional
    .filter((entry) => !entry.optional && entry.name !== 'extra-args')
    .map((entry) => entry.name);
  return {
    name: schema.name,
    usage: '',
    positional: [],
    required: [...schema.required, ...positional].filter((name) => !inPath(name)),
    parameters,
    hasFormatOptions: true,
  };
}

function requiredText(schema: CommandSchema): string {
  return [...schema.required]
    .sort()
    .map((name) => ` --${name} <${schema.parameters.get(name)?.kind === 'integer' ? 'integer' : 'string'}>`)
    .join('');
}

/** The node that does the work: the one the path names, reached by ssh. */
function targetOf(call: ApiCall, match: Match): ApiCall {
  const name = match.parameters.node;
  if (
    name === undefined ||
    name === 'localhost' ||
    name === call.node.name ||
    !match.route.path.startsWith('/nodes/{node}')
  )
    return call;
  const address = nodeAddress(call.world, name);
  if (!memberNames(call.world, call.node).includes(name) || address === undefined)
    throw new ApiError(
      `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
    );
  const host = call.world.hosts.get(name);
  if (!host || !onlineNodes(call.world, call.node).includes(name)) {
    throw new ApiError(`proxy handler failed: ssh: connect to host ${address} port 22: No route to host`);
  }
  return { ...call, host, node: ensureNode(call.world, host) };
}

function listChildren(context: ProgramContext, call: ApiCall, path: string | undefined): number {
  const parts = normalised(path ?? '/')
    .split('/')
    .filter((part) => part !== '');
  const children = new Set<string>();
  for (const route of API_ROUTES) {
    if (route.since === 9 && call.version === 8) continue;
    const wanted = route.path.split('/').filter((part) => part !== '');
    if (wanted.length <= parts.length) continue;
    if (!parts.every((part, index) => wanted[index] === part || wanted[index]?.startsWith('{'))) continue;
    const next = wanted[parts.length] ?? '';
    if (!next.startsWith('{')) children.add(next);
    else if (next === '{node}') for (const name of memberNames(call.world, call.node)) children.add(name);
  }
  if (children.size === 0) {
    context.stderr(`no such resource '${path}'\n`);
    return 255;
  }
  for (const name of [...children].sort()) context.stdout(`Dr---        ${name}\n`);
  return 0;
}
