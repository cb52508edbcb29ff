import { authorizedBlobs, homeOf, userExists } from '../kernel/authorized-keys.ts';
import type { Program, ProgramContext, SimHost } from '../kernel/program.ts';
import { fingerprint, keyBits, makeEd25519, makeRsa, publicLineOf } from '../kernel/ssh-keys.ts';
import { lookUpName } from './names.ts';
import { absolute, linesOf, parseOptions, text } from './options.ts';
import { complain, program, readOperand } from './program.ts';

interface Target {
  readonly host: SimHost;
  readonly address: string;
  readonly user: string;
}

const SSH_SHORT = 'o:i:p:l:F:J:W:L:R:D:b:c:e:m:E:S:TtqvnNfxXaACkKgGyY46';

/** The `-o Name=value` options, by lower-case name; the first one given wins. */
function sshSettings(values: readonly string[]): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const entry of values) {
    const [name = '', ...rest] = entry.split(/[= ]/);
    if (!settings.has(name.toLowerCase())) settings.set(name.toLowerCase(), rest.join('='));
  }
  return settings;
}

function home(context: ProgramContext): string {
  return context.env.get('HOME') ?? '/root';
}

/** Host keys known for a name, from the user's and the system's known_hosts (hashed ones are not read). */
function knownKeys(
  context: ProgramContext,
  names: readonly string[],
  settings: ReadonlyMap<string, string>,
): readonly string[] {
  const files = (settings.get('userknownhostsfile') ?? `${home(context)}/.ssh/known_hosts`).split(' ');
  const system = settings.get('globalknownhostsfile') ?? '/etc/ssh/ssh_known_hosts';
  const keys: string[] = [];
  for (const file of [...files, system]) {
    for (const line of linesOf(text(context.host.files.read(absolute(context, file.replace(/^~/, home(context))))))) {
      const [patterns = '', type, blob] = line.trim().split(/\s+/);
      if (type !== undefined && blob !== undefined && patterns.split(',').some((pattern) => names.includes(pattern)))
        keys.push(`${type} ${blob}`);
    }
  }
  return keys;
}

/** As `ssh-keygen -l` names the kind of a public key. */
function kindOf(line: string): string {
  return line.includes('ssh-rsa') ? 'RSA' : line.includes('ecdsa-') ? 'ECDSA' : 'ED25519';
}

function hostPublicKeys(host: SimHost): readonly string[] {
  return ['ed25519', 'ecdsa', 'rsa'].flatMap((type) => {
    const line = text(host.files.read(`/etc/ssh/ssh_host_${type}_key.pub`)).trim();
    return line === '' ? [] : [line.split(/\s+/).slice(0, 2).join(' ')];
  });
}

/** Connects as ssh(1) does: reach, host key, login by key. A number is the exit code of a failure already printed. */
async function connect(
  context: ProgramContext,
  destination: string,
  values: readonly string[],
  identities: readonly string[],
  login?: string,
): Promise<Target | number> {
  const settings = sshSettings(values);
  const at = destination.lastIndexOf('@');
  const user =
    login ?? (at < 0 ? (settings.get('user') ?? context.env.get('USER') ?? 'root') : destination.slice(0, at));
  const name = destination.slice(at + 1);
  const [answer] = lookUpName(context.world, context.host, settings.get('hostname') ?? name);
  if (!answer) {
    context.stderr(`ssh: Could not resolve hostname ${name}: Name or service not known\n`);
    return 255;
  }
  const host = context.world.hostAt(answer.address);
  if (!host || !context.world.reachable(context.host, host)) {
    await context.sleep(Math.min(Number(settings.get('connecttimeout') ?? '3'), 3));
    context.stderr(`ssh: connect to host ${name} port 22: No route to host\n`);
    return 255;
  }
  if ((host.units.get('ssh') ?? { active: 'active' }).active !== 'active') {
    context.stderr(`ssh: connect to host ${name} port 22: Connection refused\n`);
    return 255;
  }
  const checking = (settings.get('stricthostkeychecking') ?? 'ask').toLowerCase();
  const alias = settings.get('hostkeyalias');
  const known = knownKeys(context, alias === undefined ? [name, answer.address] : [alias], settings);
  const offered = hostPublicKeys(host);
  if (!known.some((key) => offered.includes(key))) {
    if (known.length > 0 && known.some((key) => offered.some((entry) => entry.split(' ')[0] === key.split(' ')[0]))) {
      context.stderr(
        `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\nHost key for ${name} has changed and you have requested strict checking.\nHost key verification failed.\n`,
      );
      return 255;
    }
    if (checking !== 'no' && checking !== 'accept-new' && checking !== 'off') {
      // Without a terminal the question cannot be answered.
      context.stderr(
        checking === 'yes'
          ? `No ED25519 host key is known for ${name} and you have requested strict checking.\nHost key verification failed.\n`
          : 'Host key verification failed.\n',
      );
      return 255;
    }
    const file = (settings.get('userknownhostsfile') ?? `${home(context)}/.ssh/known_hosts`).split(' ')[0] as string;
    if (file !== '/dev/null') {
      const path = absolute(context, file.replace(/^~/, home(context)));
      context.host.files.makeDirectories(path.slice(0, path.lastIndexOf('/')));
      context.host.files.append(path, Buffer.from(`${alias ?? name} ${offered[0] ?? ''}\n`));
    }
    context.stderr(`Warning: Permanently added '${name}' (ED25519) to the list of known hosts.\n`);
  }
  const files =
    identities.length > 0
      ? identities
      : ['id_rsa', 'id_ecdsa', 'id_ed25519'].map((entry) => `${home(context)}/.ssh/${entry}`);
  const allowed = userExists(host, user) ? authorizedBlobs(host, user) : new Set<string>();
  const isIn = files.some((file) => {
    const line = publicLineOf(text(context.host.files.read(absolute(context, file.replace(/^~/, home(context))))));
    return line !== undefined && allowed.has(line.split(' ')[1] as string);
  });
  if (!isIn) {
    context.stderr(`${user}@${name}: Permission denied (publickey,password).\n`);
    return 255;
  }
  return { host, address: answer.address, user };
}

function environmentOf(user: string): ReadonlyMap<string, string> {
  return new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOME', homeOf(user)],
    ['USER', user],
    ['LOGNAME', user],
    ['SHELL', '/bin/bash'],
  ]);
}

const ssh: Program = async (context) => {
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(context.argv, { short: SSH_SHORT, stopAtOperand: true, usageCode: 255 });
  } catch {
    context.stderr(
      'usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]\n           destination [command [argument ...]]\n',
    );
    return 255;
  }
  const [destination, ...command] = options.operands;
  if (destination === undefined) return complain(context, 'usage: ssh destination [command]', 255);
  const target = await connect(
    context,
    destination,
    options.values.get('o') ?? [],
    options.values.get('i') ?? [],
    options.get('l'),
  );
  if (typeof target === 'number') return target;
  const argv = command.length === 0 ? ['sh', '-s'] : ['sh', '-c', command.join(' ')];
  const lost = new Promise<'lost'>((resolve) => {
    const watch = setInterval(() => {
      if (target.host.powered) return;
      clearInterval(watch);
      resolve('lost');
    }, 50);
    watch.unref();
    context.signal.addEventListener('abort', () => clearInterval(watch), { once: true });
  });
  const code = await Promise.race([
    context.spawn(argv, {
      host: target.host,
      env: environmentOf(target.user),
      cwd: homeOf(target.user),
      ...(options.has('n') ? { stdin: new Uint8Array(0) } : {}),
    }),
    lost,
  ]);
  if (code === 'lost' || !target.host.powered) {
    context.stderr(`Connection to ${destination} closed by remote host.\n`);
    return 255;
  }
  return code;
};

const scp = program({ short: 'o:i:P:rpqBCTO346F:', long: [], usageCode: 1 }, async (context, options) => {
  const operands = [...options.operands];
  const last = operands.pop();
  if (last === undefined || operands.length === 0) return complain(context, 'usage: scp source ... target');
  const place = async (spec: string): Promise<{ host: SimHost; path: string } | number> => {
    const colon = spec.indexOf(':');
    if (colon <= 0 || spec.slice(0, colon).includes('/')) return { host: context.host, path: absolute(context, spec) };
    const target = await connect(
      context,
      spec.slice(0, colon),
      options.values.get('o') ?? [],
      options.values.get('i') ?? [],
    );
    if (typeof target === 'number') {
      context.stderr('scp: Connection closed\n');
      return target;
    }
    const path = spec.slice(colon + 1);
    return { host: target.host, path: path.startsWith('/') ? path : `${homeOf(target.user)}/${path}` };
  };
  const target = await place(last);
  if (typeof target === 'number') return target;
  for (const spec of operands) {
    const source = await place(spec);
    if (typeof source === 'number') return source;
    const data = source.host.files.read(source.path);
    if (data === undefined) return complain(context, `${spec}: No such file or directory`);
    const into = target.host.files.list(target.path) !== undefined;
    const path = into ? `${target.path.replace(/\/$/, '')}/${source.path.split('/').at(-1)}` : target.path;
    try {
      target.host.files.write(path, Uint8Array.from(data), source.host.files.stat(source.path)?.mode);
    } catch (error) {
      return complain(context, `dest open "${path}": ${(error as Error).message}`);
    }
  }
  return 0;
});

const sshKeyscan = program({ short: 't:T:p:H46cDf:', long: [] }, async (context, options) => {
  const types = (options.get('t') ?? 'rsa,ecdsa,ed25519')
    .split(',')
    .map((type) => (type === 'ecdsa' ? 'ecdsa-sha2-nistp256' : `ssh-${type}`));
  let found = false;
  for (const name of options.operands) {
    const [answer] = lookUpName(context.world, context.host, name);
    const host = answer && context.world.hostAt(answer.address);
    if (!host || !context.world.reachable(context.host, host)) {
      await context.sleep(Math.min(Number(options.get('T') ?? '5'), 5));
      if (!answer) context.stderr(`getaddrinfo ${name}: Name or service not known\n`);
      continue;
    }
    for (const key of hostPublicKeys(host)) {
      if (!types.includes(key.split(' ')[0] as string)) continue;
      found = true;
      context.stderr(`# ${name}:22 SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\n`);
      context.stdout(`${name} ${key}\n`);
    }
  }
  return found || options.operands.length === 0 ? 0 : 1;
});

const sshKeygen = program({ short: 'lf:F:R:t:N:b:C:qyE:HvBep', long: [] }, async (context, options) => {
  const { files, name: hostName } = context.host;
  const given = options.get('f');
  if (options.has('F') || options.has('R')) {
    const wanted = (options.get('F') ?? options.get('R')) as string;
    const path = absolute(context, given ?? `${home(context)}/.ssh/known_hosts`);
    const lines = linesOf(text(files.read(path)));
    const hit = (line: string) => (line.split(' ')[0] ?? '').split(',').includes(wanted);
    if (!files.realpath(path)) return complain(context, `Cannot stat ${path}: No such file or directory`, 255);
    if (options.has('R')) {
      if (!lines.some(hit)) {
        context.stderr(`Host ${wanted} not found in ${path}\n`);
        return 0;
      }
      files.write(`${path}.old`, Uint8Array.from(files.read(path) ?? new Uint8Array(0)), 0o600);
      files.write(
        path,
        Buffer.from(
          lines
            .filter((line) => !hit(line))
            .map((line) => `${line}\n`)
            .join(''),
        ),
      );
      context.stdout(
        `# Host ${wanted} found: line ${lines.findIndex(hit) + 1}\n${path} updated.\nOriginal contents retained as ${path}.old\n`,
      );
      return 0;
    }
    for (const [index, line] of lines.entries())
      if (hit(line)) context.stdout(`# Host ${wanted} found: line ${index + 1} \n${line}\n`);
    return lines.some(hit) ? 0 : 1;
  }
  if (options.has('l') || options.has('y')) {
    const path = given ?? `${home(context)}/.ssh/id_rsa`;
    const data = await readOperand(context, path);
    if (data === undefined) return 255;
    const content = text(data);
    const derived = publicLineOf(content);
    if (options.has('y')) {
      if (derived === undefined) return complain(context, `Load key "${path}": invalid format`, 255);
      context.stdout(`${derived}\n`);
      return 0;
    }
    const lines = derived === undefined ? linesOf(content).filter((line) => line.includes('AAAA')) : [derived];
    if (lines.length === 0) {
      context.stderr(`${path} is not a public key file.\n`);
      return 255;
    }
    for (const line of lines) {
      const comment = line.replace(/^.*?AAAA\S+\s*/, '') || 'no comment';
      context.stdout(`${keyBits(line)} ${fingerprint(line)} ${comment} (${kindOf(line)})\n`);
    }
    return 0;
  }
  const type = options.get('t') ?? 'rsa';
  if (type !== 'rsa' && type !== 'ed25519') return complain(context, `unknown key type ${type}`, 255);
  if (!options.has('N')) return complain(context, 'a passphrase prompt is not simulated: give -N', 255);
  const path = absolute(context, given ?? `${home(context)}/.ssh/id_${type}`);
  if (files.stat(path)) {
    context.stdout(`${path} already exists.\nOverwrite (y/n)? `);
    return 1;
  }
  const comment = options.get('C') ?? `${context.env.get('USER') ?? 'root'}@${hostName}`;
  const pair = type === 'rsa' ? makeRsa(comment) : makeEd25519(comment);
  try {
    files.write(path, Buffer.from(pair.privateText), 0o600);
    files.write(`${path}.pub`, Buffer.from(`${pair.publicLine}\n`), 0o644);
  } catch (error) {
    return complain(context, `Saving key "${path}" failed: ${(error as Error).message}`, 255);
  }
  if (!options.has('q'))
    context.stdout(
      `Generating public/private ${type} key pair.\nYour identification has been saved in ${path}\nYour public key has been saved in ${path}.pub\nThe key fingerprint is:\n${fingerprint(pair.publicLine)} ${comment}\n`,
    );
  return 0;
});

const sshCopyId = program({ short: 'i:o:p:fn', long: [] }, async (context, options) => {
  const destination = options.operands[0];
  if (destination === undefined) return complain(context, 'Usage: ssh-copy-id [-i [identity_file]] [user@]hostname');
  const identity = options.get('i') ?? `${home(context)}/.ssh/id_rsa.pub`;
  const path = identity.endsWith('.pub') ? identity : `${identity}.pub`;
  const key = text(context.host.files.read(absolute(context, path))).trim();
  if (key === '') return complain(context, `ERROR: failed to open ID file '${path}': No such file or directory`);
  const target = await connect(context, destination, options.values.get('o') ?? [], [path.replace(/\.pub$/, '')]);
  if (typeof target === 'number') return 1;
  if (!authorizedBlobs(target.host, target.user).has(key.split(/\s+/)[1] as string))
    target.host.files.append(`${homeOf(target.user)}/.ssh/authorized_keys`, Buffer.from(`\n${key}\n`));
  else
    context.stderr(
      '/usr/bin/ssh-copy-id: WARNING: All keys were skipped because they already exist on the remote system.\n',
    );
  return 0;
});

export const sshPrograms: Readonly<Record<string, Program>> = {
  ssh,
  scp,
  'ssh-keyscan': sshKeyscan,
  'ssh-keygen': sshKeygen,
  'ssh-copy-id': sshCopyId,
};
