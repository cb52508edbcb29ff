import { Killed, parseSignal } from '../../killed.ts';
import { type BuiltinCall, complain, orKilled, say } from './builtin-call.ts';
import { quoteForPrint } from './declare.ts';

export async function wait(call: BuiltinCall): Promise<number> {
  const { state, argv } = call;
  const ids = argv.slice(1);
  if (ids.length === 0) {
    for (const job of state.jobs.values()) await orKilled(state, job.done);
    state.jobs.clear();
    return 0;
  }
  let status = 0;
  for (const id of ids) {
    const job = state.jobs.get(Number(id));
    status = job ? await orKilled(state, job.done) : 127;
  }
  return status;
}

export function trap(call: BuiltinCall): number {
  const { state, argv } = call;
  const [action, ...signals] = argv.slice(1).filter((arg, index) => !(index === 0 && arg === '--'));
  const conditionName = (text: string) => (text === '0' || text === 'EXIT' ? 'EXIT' : parseSignal(text));
  if (action === undefined) {
    for (const [name, text] of state.traps) say(call, `trap -- ${quoteForPrint(text)} ${name}\n`);
    return 0;
  }
  const reset = action === '-' || signals.length === 0;
  for (const signal of signals.length === 0 ? [action] : signals) {
    const name = conditionName(signal);
    if (name === undefined) return complain(call, `trap: ${signal}: bad trap`, 1);
    if (reset) state.traps.delete(name);
    else state.traps.set(name, action);
  }
  return 0;
}

export function kill(call: BuiltinCall): number {
  const { state, argv, evaluator } = call;
  let signal: ReturnType<typeof parseSignal> = 'TERM';
  let ids = argv.slice(1);
  if (ids[0]?.startsWith('-')) {
    const name = ids[0] === '-s' ? (ids[1] ?? '') : ids[0].slice(1);
    if (name !== '0') {
      signal = parseSignal(name);
      if (!signal) return complain(call, `kill: invalid signal number or name: ${name}`, 2);
    } else signal = undefined;
    ids = ids.slice(ids[0] === '-s' ? 2 : 1);
  }
  let status = 0;
  for (const id of ids) {
    const job = state.jobs.get(Number(id));
    if (job) {
      if (signal) job.abort.abort(new Killed(signal));
    } else if (!evaluator.port.kill(Number(id), signal ?? 0)) {
      evaluator.complain(state, `kill: No such process`);
      status = 1;
    }
  }
  return status;
}
