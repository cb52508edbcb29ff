import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pveApiFacts } from '../../electron/engine/facts/api-facts.ts';
import { type ApiContext, apiCommand } from '../../electron/engine/facts/api-twin.ts';
import { gatherScript } from '../../electron/engine/facts/gather-script.ts';
import { hostFacts, pveFacts, pveFileFacts } from '../../electron/engine/facts/host-facts.ts';
import { type Command, wireText } from '../../electron/engine/shell/command.ts';

export interface AnsibleRun {
  readonly inventory: string;
  /** `NAME=value` words: what is known to make Ansible fast. */
  readonly env: readonly string[];
  /** The way a playbook is written: modules for what they know, `pvesh` for what Proxmox knows, one task for each thing. */
  readonly playbook: string;
  /** The same, but what Proxmox knows is read from its files, as Sitewright does. */
  readonly playbookOfFiles: string;
  /** The least that Ansible can do: one task that runs our own script. */
  readonly oneScript: string;
  readonly tasks: number;
  /** Those of them that run `pvesh`. */
  readonly pveshTasks: number;
}

/** Facts that Ansible's own modules give. */
const BY_SETUP = ['osRelease', 'nodeName', 'cpu', 'memory', 'disks', 'diskLinks', 'interfaces', 'rootSpace', 'clock'];
const BY_MODULE: Readonly<Record<string, string>> = {
  packages: 'ansible.builtin.package_facts: { manager: apt }',
  units: 'ansible.builtin.service_facts: {}',
  hostsFile: 'ansible.builtin.slurp: { src: /etc/hosts }',
};

/** A playbook knows nothing of a node beforehand; machines, which it would ask for one by one, the bench's site has none. */
const NOTHING_READ: ApiContext = {
  files: { texts: new Map(), unreadable: new Map() },
  quorum: { known: false, why: 'not asked' },
};

/** Writes inventory and playbooks that read what Sitewright reads of a node, fact by fact. */
export function writeAnsibleRun(folder: string, addresses: readonly string[], key: string): AnsibleRun {
  const inventory = join(folder, 'inventory');
  const login = `ansible_user=root ansible_ssh_private_key_file=${key} ansible_python_interpreter=/usr/bin/python3`;
  writeFileSync(inventory, addresses.map((address) => `${address} ${login}\n`).join(''));

  const facts: Readonly<Record<string, { readonly id: string; readonly command: Command<'read'> }>> = {
    ...hostFacts,
    ...pveFacts,
  };
  const tasks = Object.entries(facts)
    .filter(([name]) => !BY_SETUP.includes(name))
    .map(([name, fact]) => task(fact.id, BY_MODULE[name] ?? shellTask(wireText(fact.command))));
  const files = Object.values(pveFileFacts).map(({ id, paths }) =>
    task(
      id,
      paths.some((path) => path.includes('*'))
        ? shellTask(`grep -aH '' ${paths.join(' ')}`)
        : `ansible.builtin.slurp: { src: "{{ item }}" }\n      loop: ${JSON.stringify(paths)}`,
    ),
  );
  const asks = Object.values(pveApiFacts).flatMap((twin) => twin.asks(NOTHING_READ));
  const viaApi = asks.map((ask) => task(ask.join(' '), shellTask(wireText(apiCommand(ask)))));
  const written = (name: string, list: readonly string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, `- hosts: all\n  gather_facts: true\n  tasks:\n${list.join('')}`);
    return file;
  };
  const playbook = written('playbook.yml', [...tasks, ...viaApi]);
  const playbookOfFiles = written('playbook-of-files.yml', [...tasks, ...files]);

  const all = new Map(Object.values(facts).map((fact) => [fact.id, fact.command]));
  const paths = Object.values(pveFileFacts).flatMap((fact) => [...fact.paths]);
  all.set('cluster-files', { kind: 'read', parts: [{ text: `grep -aH '' ${paths.join(' ')}` }] });
  const oneScript = join(folder, 'one-script.yml');
  const script = task('everything', shellTask(wireText(gatherScript(all, 'n0nce'))));
  writeFileSync(oneScript, `- hosts: all\n  gather_facts: false\n  tasks:\n${script}`);
  return {
    inventory,
    env: [
      'ANSIBLE_PIPELINING=True',
      'ANSIBLE_FORKS=32',
      'ANSIBLE_HOST_KEY_CHECKING=False',
      'ANSIBLE_NOCOLOR=1',
      'ANSIBLE_GATHERING=explicit',
      `ANSIBLE_SSH_ARGS=-o ControlMaster=auto -o ControlPersist=60s -o ControlPath=${folder}/cm-%h -o UserKnownHostsFile=/dev/null`,
      `HOME=${folder}`,
    ],
    playbook,
    playbookOfFiles,
    oneScript,
    tasks: tasks.length + viaApi.length + 1,
    pveshTasks: viaApi.length,
  };
}

function task(name: string, body: string): string {
  return `    - name: ${name}\n      ${body}\n      register: answer\n      changed_when: false\n      failed_when: false\n`;
}

function shellTask(command: string): string {
  return `ansible.builtin.shell: { cmd: ${JSON.stringify(command)} }`;
}
