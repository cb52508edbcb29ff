import { type Diagnostic, DiagnosticError, fail } from '../../../../api/diagnostic.ts';
import type { Phase } from '../../../../api/plan.ts';
import type { Text } from '../../../../api/text.ts';
import { hasAddress } from '../../../facts/host/interfaces.ts';
import { measurePaths, parseMeasuredPaths, pathInWords } from '../../../facts/host/measured-paths.ts';
import { pveNodes } from '../../../site/derive.ts';
import { decide, factOf } from '../../sight.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../../step.ts';
import { judgePaths, type WantedPath } from './judge-path.ts';
import { isMember } from './members.ts';

export interface PathStepParts {
  readonly id: Step['id'];
  readonly phase: Phase;
  readonly title: Text;
  readonly targets: Step['targets'];
  readonly needs: readonly string[];
  /** File of the figures on the node. */
  readonly record: string;
  /** The ways from one node; throws what the view does not know. A verdict instead = not to be measured now. */
  readonly wanted: (view: View, target: string) => readonly WantedPath[] | CheckVerdict;
}

const TIMEOUT_MS = 60_000;

/**
 * A step that measures the ways from a node to all others at once and judges the figures. They take seconds, so they are
 * taken once, in one round trip of their own, and lie on the node from then on; a look reads them. Bad ones are taken
 * again at every try, until the cable is mended; a member of a cluster is not asked any more.
 */
export function pathStep(parts: PathStepParts): Step {
  const { id, record } = parts;

  const judged = (view: View, target: string, wanted: readonly WantedPath[], text: string): readonly Diagnostic[] => {
    const measured = parseMeasuredPaths(text);
    return measured ? judgePaths(target, id, pveNodes(view.site).length, wanted, measured) : [];
  };

  const check = (view: View, target: string): CheckVerdict => {
    if (isMember(view, target)) return { state: 'satisfied' };
    const wanted = parts.wanted(view, target);
    if ('state' in wanted) return wanted;
    if (wanted.length === 0) return { state: 'satisfied' };
    const text = factOf(view, target, 'preflightRecords').get(record) ?? '';
    const known = parseMeasuredPaths(text)?.figures;
    const isMeasured = wanted.every(({ address, mtu, port }) => {
      const figures = known?.get(address);
      return figures !== undefined && figures.mtu === mtu && figures.port === port;
    });
    const hosts = [...new Set(wanted.map(({ peer }) => peer))];
    const to = {
      what: [...new Set(wanted.map(({ network }) => network))].join(', '),
      after: `measured to ${hosts.join(', ')}`,
    };
    if (!isMeasured) return { state: 'needed', changes: [to] };
    const found = judged(view, target, wanted, text);
    if (found.some(({ severity }) => severity === 'error'))
      return { state: 'needed', changes: [{ ...to, before: 'bad figures' }] };
    return found.length === 0 ? { state: 'satisfied' } : { state: 'satisfied', warnings: found };
  };

  const apply = async (context: ApplyContext): Promise<void> => {
    const { target, signal } = context;
    const wanted = parts.wanted(context, target);
    if ('state' in wanted || wanted.length === 0) return;
    const command = measurePaths(record, wanted);
    const result = await context.transport(target).exec(command, { signal, timeoutMs: TIMEOUT_MS });
    const measured = parseMeasuredPaths(result.stdout);
    if (result.code !== 0 || !measured)
      throw fail('pve.command-failed', {
        params: { host: target, command: 'ping' },
        evidence: `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-20),
        subject: { host: target, step: id },
      });
    for (const { peer, address } of wanted) {
      const figures = measured.figures.get(address);
      if (figures) context.note(`${peer} ${pathInWords(address, figures)}`);
    }
    const [first, ...rest] = judged(context, target, wanted, result.stdout).filter(
      ({ severity }) => severity === 'error',
    );
    if (first) throw new DiagnosticError(first, ...rest);
  };

  return {
    id,
    phase: parts.phase,
    title: () => parts.title,
    targets: parts.targets,
    needs: parts.needs,
    risk: 'safe',
    order: 'parallel',
    touches: (_, target) => [target],
    check: (view, target) => decide([], () => check(view, target)),
    apply,
  };
}

/** The size that the port with this address claims to carry; undefined where no port has it. */
export function claimedMtu(view: Pick<View, 'facts'>, host: string, address: string): number | undefined {
  return factOf(view, host, 'interfaces').find((entry) => hasAddress([entry], address))?.mtu;
}

/** Every hardware address of a host; none where it was not reached or did not say. */
export function macsOf(view: Pick<View, 'facts'>, host: string): readonly string[] {
  const sight = view.facts.hosts.get(host);
  return sight?.reached && sight.facts.interfaces.known ? sight.facts.interfaces.value.map(({ mac }) => mac) : [];
}
