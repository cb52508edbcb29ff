import type { Evaluator } from './evaluate.ts';
import { expandPattern, expandString, expandWords, setVariable } from './expand.ts';
import { matchesPattern } from './pattern.ts';
import { copyState, LoopSignal, type ShellState } from './state.ts';
import type { CompoundBody } from './syntax.ts';

/** Runs what a compound command holds: subshell, group, if, for, while, until, case. Gives its exit status. */
export async function runCompound(
  evaluator: Evaluator,
  state: ShellState,
  body: CompoundBody,
  tested: boolean,
): Promise<number> {
  switch (body.type) {
    case 'subshell':
      return evaluator.checked(
        state,
        await evaluator.subshell(copyState(state), (inner) => evaluator.list(inner, body.body, tested)),
        tested,
      );
    case 'group':
      return evaluator.list(state, body.body, tested);
    case 'if':
      for (const branch of body.branches) {
        const status = await evaluator.list(state, branch.condition, true);
        if (status === 0) return evaluator.list(state, branch.body, tested);
      }
      return body.otherwise ? evaluator.list(state, body.otherwise, tested) : 0;
    case 'for': {
      const words = body.words ? await expandWords(evaluator.expander(state), body.words) : [...state.positional];
      let status = 0;
      for (const word of words) {
        setVariable(state, body.name, word);
        const step = await loopStep(evaluator, state, () => evaluator.list(state, body.body, tested));
        status = step.status;
        if (step.leave) break;
      }
      return status;
    }
    case 'while': {
      let status = 0;
      for (;;) {
        let go = false;
        const step = await loopStep(evaluator, state, async () => {
          const condition = await evaluator.list(state, body.condition, true);
          go = (condition === 0) !== body.until;
          return go ? evaluator.list(state, body.body, tested) : status;
        });
        status = step.status;
        if (step.leave) return status;
        if (!go && !step.continued) return status;
      }
    }
    default: {
      const subject = await expandString(evaluator.expander(state), body.subject);
      for (const item of body.items) {
        for (const pattern of item.patterns) {
          if (matchesPattern(await expandPattern(evaluator.expander(state), pattern), subject))
            return evaluator.list(state, item.body, tested);
        }
      }
      return 0;
    }
  }
}

/** One turn of a loop, with `break` and `continue` caught where they belong. */
async function loopStep(
  evaluator: Evaluator,
  state: ShellState,
  step: () => Promise<number>,
): Promise<{ readonly status: number; readonly leave: boolean; readonly continued: boolean }> {
  state.loopDepth += 1;
  try {
    await evaluator.breathe(state);
    return { status: await step(), leave: false, continued: false };
  } catch (error) {
    if (!(error instanceof LoopSignal)) throw error;
    if (error.levels > 1 && state.loopDepth > 1) {
      error.levels -= 1;
      throw error;
    }
    return { status: 0, leave: error.what === 'break', continued: error.what === 'continue' };
  } finally {
    state.loopDepth -= 1;
  }
}
