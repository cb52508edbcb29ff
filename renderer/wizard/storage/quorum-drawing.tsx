import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons';
import type { Site } from '../../../electron/api/site.ts';
import { type SentenceKey, useSpeech } from '../../text/text.ts';
import type { Fate, Loss, Voter, WhatIf } from './what-if.ts';

const BOX = { width: 196, height: 108 } as const;
const GAP = 228;
const TOP = 34;
const WITNESS_TOP = 236;

const FATES: Readonly<Record<Fate, { readonly word: SentenceKey; readonly bad: 'no' | 'some' | 'yes' }>> = {
  works: { word: 'storage.keepsWorking', bad: 'no' },
  votes: { word: 'storage.votesFor', bad: 'no' },
  off: { word: 'storage.off', bad: 'yes' },
  restarts: { word: 'storage.stops', bad: 'yes' },
  frozen: { word: 'storage.frozen', bad: 'some' },
};

/** Nodes, links and the witness with their votes; what is lost is dashed. The same facts stand below it as text. */
export function QuorumDrawing({
  site,
  loss,
  after,
}: {
  readonly site: Site;
  readonly loss: Loss;
  readonly after: WhatIf;
}) {
  const { say } = useSpeech();
  const nodes = after.voters.filter((voter) => voter.kind === 'node');
  const witness = after.voters.find((voter) => voter.kind === 'witness');
  const width = nodes.length * BOX.width + Math.max(1, nodes.length - 1) * GAP + 24;
  const xOf = (index: number) => 12 + index * (BOX.width + GAP);
  const middle = width / 2 - BOX.width / 2;
  const title = after.voters.map((voter) => `${voter.name}: ${say(FATES[voter.fate].word)}`).join('; ');
  const address = site.hosts.find((host) => host.name === witness?.name)?.address ?? '';
  return (
    <svg viewBox={`0 0 ${width} ${WITNESS_TOP + BOX.height + 8}`} role="img" aria-label={title} className="sw-drawing">
      {nodes.slice(1).map((node, index) => (
        <NodeLinks
          key={node.name}
          site={site}
          loss={loss}
          from={xOf(index) + BOX.width}
          to={xOf(index + 1)}
          dead={!node.alive || nodes[index]?.alive === false}
        />
      ))}
      {witness &&
        nodes.map((node, index) => {
          const seen = node.alive && witness.alive;
          const x = xOf(index) + BOX.width / 2;
          const y = WITNESS_TOP + 60;
          const left = x < width / 2;
          return (
            <g key={node.name}>
              <path
                d={`M${x} ${TOP + BOX.height} V${y} H${left ? middle : middle + BOX.width}`}
                className={seen && node.inside ? 'sw-vote-line' : 'sw-dead-line'}
              />
              <text x={left ? middle - 8 : middle + BOX.width + 8} y={y - 7} textAnchor={left ? 'end' : 'start'}>
                {say(seen ? 'storage.sees' : 'storage.noAnswer', { host: node.name })}
              </text>
            </g>
          );
        })}
      {nodes.map((node, index) => {
        const machine = after.machines.find((entry) => entry.on === node.name);
        const copy = site.machines.find((entry) => entry.replication?.to.includes(node.name));
        const below = machine
          ? say(machine.moved ? 'storage.startsHere' : 'storage.runsHere', { machine: machine.name })
          : copy
            ? say('storage.holdsCopy')
            : '';
        return <VoterBox key={node.name} voter={node} x={xOf(index)} y={TOP} below={below} />;
      })}
      {witness ? (
        <VoterBox voter={witness} x={middle} y={WITNESS_TOP} below={address} />
      ) : (
        nodes.length === 2 && (
          <g>
            <rect x={middle} y={WITNESS_TOP} width={BOX.width} height={BOX.height} rx="6" className="sw-absent-box" />
            <text x={width / 2} y={WITNESS_TOP + 48} textAnchor="middle" className="sw-drawing-name">
              {say('storage.noWitnessBox')}
            </text>
            <text x={width / 2} y={WITNESS_TOP + 68} textAnchor="middle">
              {say('storage.nobodyBreaks')}
            </text>
          </g>
        )
      )}
    </svg>
  );
}

function NodeLinks({
  site,
  loss,
  from,
  to,
  dead,
}: {
  readonly site: Site;
  readonly loss: Loss;
  readonly from: number;
  readonly to: number;
  readonly dead: boolean;
}) {
  const { say } = useSpeech();
  return (
    <>
      {site.network.links.map((link, index) => {
        const cut = dead || (loss.kind === 'link' && loss.id === link.id);
        const y = TOP + 40 + index * 30;
        return (
          <g key={link.id}>
            <line
              x1={from}
              x2={to}
              y1={y}
              y2={y}
              className={cut ? 'sw-dead-line' : 'sw-link-line'}
              stroke={index === 0 ? 'var(--sw-net-link0)' : 'var(--sw-net-link1)'}
            />
            <text x={(from + to) / 2} y={y - 6} textAnchor="middle">
              {say(cut ? 'storage.linkSilent' : 'storage.linkUp', { id: link.id })}
            </text>
          </g>
        );
      })}
    </>
  );
}

function VoterBox({
  voter,
  x,
  y,
  below,
}: {
  readonly voter: Voter;
  readonly x: number;
  readonly y: number;
  readonly below: string;
}) {
  const { say } = useSpeech();
  const { word, bad } = FATES[voter.fate];
  const Icon = bad === 'no' ? CheckCircleIcon : bad === 'some' ? ExclamationTriangleIcon : ExclamationCircleIcon;
  const status = bad === 'no' ? 'success' : bad === 'some' ? 'warning' : 'danger';
  const votes = voter.alive && voter.inside;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={BOX.width}
        height={BOX.height}
        rx="6"
        className={voter.alive ? 'sw-drawing-box' : 'sw-lost-box'}
      />
      <line x1={x} x2={x + BOX.width} y1={y + 66} y2={y + 66} className="sw-hairline" />
      <text x={x + 15} y={y + 28} className="sw-drawing-name">
        {voter.name}
      </text>
      <text x={x + 15} y={y + 49}>
        {below}
      </text>
      <g transform={`translate(${x + 15} ${y + 80})`} fontSize={14}>
        <Icon color={`var(--pf-t--global--icon--color--status--${status}--default)`} />
      </g>
      <text x={x + 37} y={y + 92} className="sw-drawing-word">
        {say(word)}
      </text>
      <circle cx={x + BOX.width - 25} cy={y} r="16" className={votes ? 'sw-vote-badge' : 'sw-no-vote-badge'} />
      <text x={x + BOX.width - 25} y={y + 4.5} textAnchor="middle" className={votes ? 'sw-vote-figure' : undefined}>
        {votes ? 1 : 0}
      </text>
    </g>
  );
}
