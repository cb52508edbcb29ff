import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { LiveDrawing } from '../../ui/live-drawing.tsx';
import { LinkBar, LinkBetween, WitnessPath } from './quorum-lines.tsx';
import { type Wire, wireId } from './quorum-wires.ts';
import { FATES, VOTER, VoterBox } from './voter-box.tsx';
import type { Loss, WhatIf } from './what-if.ts';

const EDGE = 12;
const BADGE = 18;
const PAIR_GAP = 228;
const GRID_GAP = 32;
const BAR_STEP = 38;
const WITNESS_GAP = 94;

/** So many nodes stand beside each other. */
function columnsOf(nodes: number): number {
  if (nodes <= 3) return nodes;
  return nodes === 4 ? 2 : nodes <= 9 ? 3 : 4;
}

/**
 * Nodes, links and the witness with their votes; what is lost is dashed, and each can be pressed. Two nodes have their links between
 * them; more stand in rows below the links that join them all. The same facts stand below it as text.
 */
export function QuorumDrawing({
  site,
  wires,
  after,
  onToggle,
}: {
  readonly site: Site;
  readonly wires: readonly Wire[];
  readonly after: WhatIf;
  readonly onToggle: (loss: Loss) => void;
}) {
  const { say } = useSpeech();
  const nodes = after.voters.filter((voter) => voter.kind === 'node');
  const witness = after.voters.find((voter) => voter.kind === 'witness');
  const isPair = nodes.length <= 2;
  const toWitness = witness && wires.find(({ loss }) => loss.kind === 'management');
  const links = wires.filter((wire) => wire !== toWitness);
  const columns = columnsOf(nodes.length);
  const gap = isPair ? PAIR_GAP : GRID_GAP;
  const width = Math.max(1, columns) * (VOTER.width + gap) - gap + 2 * EDGE;
  const top = BADGE + 16 + (isPair ? 0 : links.length * BAR_STEP);
  const rows = Math.ceil(nodes.length / columns);
  const below = top + rows * (VOTER.height + GRID_GAP) - GRID_GAP;
  const witnessTop = below + WITNESS_GAP;
  const middle = width / 2 - VOTER.width / 2;
  const xOf = (index: number) => EDGE + (index % columns) * (VOTER.width + gap);
  const yOf = (index: number) => top + Math.floor(index / columns) * (VOTER.height + GRID_GAP);
  const title = after.voters.map((voter) => `${voter.name}: ${say(FATES[voter.fate].word)}`).join('; ');
  const hasPlace = witness !== undefined || nodes.length === 2;
  return (
    <LiveDrawing
      width={width}
      height={(hasPlace ? witnessTop + VOTER.height : below) + 8}
      label={title}
      first={`host-${nodes[0]?.name ?? ''}`}
    >
      {!isPair &&
        links.map((wire, index) => (
          <LinkBar
            key={wireId(wire)}
            wire={wire}
            x={EDGE}
            y={8 + index * BAR_STEP}
            width={width - 2 * EDGE}
            onToggle={() => onToggle(wire.loss)}
          />
        ))}
      {nodes.map((node, index) => (
        <VoterBox
          key={node.name}
          voter={node}
          x={xOf(index)}
          y={yOf(index)}
          below={carries(node.name)}
          onToggle={() => onToggle({ kind: 'host', name: node.name })}
        />
      ))}
      {nodes.length === 2 &&
        links.map((wire, index) => (
          <LinkBetween
            key={wireId(wire)}
            wire={wire}
            from={xOf(0) + VOTER.width}
            to={xOf(1)}
            y={top + 34 + index * 34}
            silent={wire.cut || nodes.some((node) => !node.alive)}
            onToggle={() => onToggle(wire.loss)}
          />
        ))}
      {witness && toWitness && (
        <>
          {isPair ? (
            <WitnessPath
              wire={toWitness}
              witness={witness}
              ends={nodes.map((node, index) => ({ node, x: xOf(index) + VOTER.width / 2 }))}
              top={below}
              y={witnessTop + 60}
              left={middle}
              right={middle + VOTER.width}
              onToggle={() => onToggle(toWitness.loss)}
            />
          ) : (
            <>
              <line
                x1={width / 2}
                x2={width / 2}
                y1={below + 42}
                y2={witnessTop}
                className={witness.inside ? 'sw-vote-line' : 'sw-dead-line'}
              />
              <LinkBar
                wire={toWitness}
                x={EDGE}
                y={below + 24}
                width={width - 2 * EDGE}
                onToggle={() => onToggle(toWitness.loss)}
              />
            </>
          )}
          <VoterBox
            voter={witness}
            x={middle}
            y={witnessTop}
            below={site.hosts.find((host) => host.name === witness.name)?.address ?? ''}
            onToggle={() => onToggle({ kind: 'host', name: witness.name })}
          />
        </>
      )}
      {!witness && hasPlace && (
        <g>
          <rect x={middle} y={witnessTop} width={VOTER.width} height={VOTER.height} rx="6" className="sw-absent-box" />
          <text x={width / 2} y={witnessTop + 48} textAnchor="middle" className="sw-drawing-name">
            {say('storage.noWitnessBox')}
          </text>
          <text x={width / 2} y={witnessTop + 68} textAnchor="middle">
            {say('storage.nobodyBreaks')}
          </text>
        </g>
      )}
    </LiveDrawing>
  );

  /** What a node carries then: a machine that runs or starts there, or a copy. */
  function carries(node: string): string {
    const on = after.machines.filter((entry) => entry.on === node);
    const first = on[0];
    if (first) {
      if (on.length > 1) return say('quorum.machinesHere', { count: on.length });
      return say(first.moved ? 'storage.startsHere' : 'storage.runsHere', { machine: first.name });
    }
    return site.machines.some((entry) => entry.replication?.to.includes(node)) ? say('storage.holdsCopy') : '';
  }
}
