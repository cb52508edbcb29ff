import { nodeTasks, taskLog, taskStatus } from '../api/tasks.ts';
import type { Tool } from '../cli/tool.ts';

/** Node settings and tasks; ACME is not rehearsed. */
export const pvenode: Tool = {
  name: 'pvenode',
  commands: {
    'config get': {
      run: (call) => {
        const note = call.node.notes.config;
        if (note !== '')
          call.out(
            note
              .split('\n')
              .map((line) => `#${line}\n`)
              .join(''),
          );
      },
      seconds: 0.5,
    },
    'config set': {
      run: (call, { values }) => {
        if (values.description === undefined || values.description === call.node.notes.config) return;
        call.node.notes.config = values.description;
        call.world.effect(call.host, 'pvenode.config description');
      },
      seconds: 0.5,
    },
    'task list': { run: (call, { values }) => nodeTasks(call, values), seconds: 0.5 },
    'task status': { run: (call, { values }) => taskStatus(call, values.upid ?? ''), seconds: 0.5 },
    'task log': {
      run: (call, { values }) =>
        call.out((taskLog(call, { ...values, limit: '0' }) as { t: string }[]).map((line) => `${line.t}\n`).join('')),
      seconds: 0.5,
    },
  },
};
