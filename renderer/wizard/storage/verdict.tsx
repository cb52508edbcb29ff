import type { Site } from '../../../electron/api/site.ts';
import { type Speech, useSpeech } from '../../text/text.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Loss, WhatIf } from './what-if.ts';

/** Named one by one up to here; more are counted. */
const FEW = 3;

/** The votes that are left, who keeps quorum with them, and what the machines do: two sentences. */
export function Verdict({
  site,
  losses,
  after,
}: {
  readonly site: Site;
  readonly losses: readonly Loss[];
  readonly after: WhatIf;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const { have, all } = after;
  return (
    <div className={`sw-verdict ${after.quorate ? 'sw-kept' : 'sw-lost'}`} role="status">
      <div className="sw-verdict-head">
        <span className="sw-votes" aria-hidden="true">
          {after.voters.map((voter) => (
            <span key={voter.name} className={voter.inside ? 'sw-vote' : 'sw-vote sw-no-vote'}>
              {voter.inside ? 1 : 0}
            </span>
          ))}
        </span>
        <strong>{say('storage.votes', { have, all })}</strong>
        <span className="sw-subtle">{say('storage.moreThanHalf')}</span>
        <StateMark mark={after.quorate ? 'done' : 'failed'}>
          <strong>{say(after.quorate ? 'storage.kept' : 'storage.lost')}</strong>
        </StateMark>
      </div>
      <p>{whoDecides(after, speech)}</p>
      <p>{whatMachinesDo(site, losses, after, speech)}</p>
    </div>
  );
}

function whoDecides({ voters, have, all, quorate }: WhatIf, { say, list }: Speech): string {
  const inside = voters.filter((voter) => voter.inside).map((voter) => voter.name);
  const params = { names: list(inside), have, all };
  if (quorate) return say(inside.length === 1 ? 'quorum.keepsAlone' : 'quorum.keeps', params);
  const nodes = voters.filter((voter) => voter.kind === 'node' && voter.alive);
  const [last] = nodes;
  if (!last) return say('quorum.noneLeft');
  return nodes.length === 1
    ? say('quorum.losesLast', { ...params, names: last.name })
    : say('quorum.losesSplit', params);
}

function whatMachinesDo(site: Site, losses: readonly Loss[], { machines }: WhatIf, { say }: Speech): string {
  const down = machines.filter((machine) => machine.on === undefined);
  const moved = machines.filter((machine) => machine.moved);
  const runs = machines.length - down.length - moved.length;
  const told =
    machines.length <= FEW
      ? machines.map((machine) =>
          machine.on === undefined
            ? say('storage.staysDown', { machine: machine.name })
            : say(machine.moved ? 'storage.movesTo' : 'storage.runsOn', { machine: machine.name, node: machine.on }),
        )
      : [say('quorum.manyMachines', { runs, moved: moved.length, down: down.length })];
  const reachedBy = losses.some((loss) => loss.kind === 'management') && down.length < machines.length;
  const outside = reachedBy && site.machines.some((machine) => machine.bridge === 'vmbr0');
  return [...told, ...(outside ? [say('quorum.unreached')] : [])].join(' ');
}
