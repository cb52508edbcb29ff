import type { ApiCall } from '../api/call.ts';
import * as ha from '../api/ha.ts';
import { haStatus } from '../api/ha-status.ts';
import { die } from '../cli/api-error.ts';
import type { Tool } from '../cli/tool.ts';
import { memberNames } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { haResources, haRules } from '../model/ha-config.ts';

const QUICK = 0.6;

function move(call: ApiCall, kind: string, values: Readonly<Record<string, string>>): void {
  ha.queueCommand(call, `${kind} ${ha.fullSid(call, values.sid ?? '')} ${values.node}`);
}

function maintenance(call: ApiCall, kind: string, node: string): void {
  if (!memberNames(call.world, call.node).includes(node)) die(`no such cluster node '${node}'`);
  ha.queueCommand(call, `${kind}-node-maintenance ${node}`);
}

function sections(
  call: ApiCall,
  list: readonly { type: string; id: string; values: Record<string, string> }[],
  title: (entry: { type: string; id: string }) => string,
): void {
  for (const entry of list) {
    call.out(`${title(entry)}\n`);
    for (const key of Object.keys(entry.values).sort()) call.out(`\t${key} ${entry.values[key]}\n`);
    call.out('\n');
  }
}

/** The HA tool: everything but reading is queued for the managers. */
export const haManager: Tool = {
  name: 'ha-manager',
  commands: {
    status: {
      run: (call) =>
        call.out(
          haStatus(call)
            .map((entry) => `${entry.type} ${entry.status}\n`)
            .join(''),
        ),
      seconds: 0.65,
    },
    config: {
      run: (call) =>
        sections(call, haResources(databaseOf(call.world, call.node)), (entry) => `${entry.type}:${entry.id}`),
      seconds: 0.7,
    },
    add: { run: (call, { values }) => ha.addResource(call, values), seconds: 0.75 },
    set: { run: (call, { values }) => ha.setResource(call, values), seconds: QUICK },
    remove: {
      run: (call, { values }) => ha.removeResource(call, values.sid ?? '', values.purge !== '0'),
      seconds: QUICK,
    },
    groupadd: { run: (call, { values }) => ha.addGroupHa(call, values), seconds: 0.75 },
    groupset: { run: (call, { values }) => ha.setGroupHa(call, values), seconds: 0.9 },
    groupremove: { run: (call, { values }) => ha.removeGroupHa(call, values.group ?? ''), seconds: QUICK },
    groupconfig: { run: (call) => sections(call, ha.listGroups(call), (entry) => `group: ${entry.id}`), seconds: 0.75 },
    'crm-command migrate': { run: (call, { values }) => move(call, 'migrate', values), seconds: QUICK },
    'crm-command relocate': { run: (call, { values }) => move(call, 'relocate', values), seconds: QUICK },
    'crm-command stop': {
      run: (call, { values }) => ha.queueCommand(call, `stop ${ha.fullSid(call, values.sid ?? '')} ${values.timeout}`),
      seconds: QUICK,
    },
    'crm-command node-maintenance enable': {
      run: (call, { values }) => maintenance(call, 'enable', values.node ?? ''),
      seconds: QUICK,
    },
    'crm-command node-maintenance disable': {
      run: (call, { values }) => maintenance(call, 'disable', values.node ?? ''),
      seconds: QUICK,
    },
    'rules add': { run: (call, { values }) => ha.addRule(call, values), seconds: QUICK },
    'rules set': { run: (call, { values }) => ha.setRule(call, values), seconds: QUICK },
    'rules remove': { run: (call, { values }) => ha.removeRule(call, values.rule ?? ''), seconds: QUICK },
    'rules list': { run: (call) => listRules(call), seconds: QUICK, columns: ['rule'] },
    'rules config': {
      run: (call) =>
        haRules(databaseOf(call.world, call.node)).map((rule) => ({
          enabled: rule.values.disable === '1' ? 0 : 1,
          state: rule.values.disable === '1' ? 'disabled' : 'in use',
          rule: rule.id,
          type: rule.type,
          resources: rule.values.resources ?? '',
          comment: rule.values.comment ?? '',
        })),
      seconds: QUICK,
      columns: ['enabled', 'state', 'rule', 'type', 'resources', 'comment'],
    },
  },
  aliases: { migrate: 'crm-command migrate', relocate: 'crm-command relocate', stop: 'crm-command stop' },
};

function listRules(call: ApiCall): unknown {
  return haRules(databaseOf(call.world, call.node)).map((rule, index) => ha.ruleEntry(call, rule, index + 1));
}
