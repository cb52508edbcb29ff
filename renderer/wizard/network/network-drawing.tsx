import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart, LiveDrawing } from '../../ui/live-drawing.tsx';
import { LinkLine } from './link-line.tsx';
import { ManyNodes, manySize } from './many-nodes.tsx';
import { type Neighbour, NeighbourBox } from './neighbour-box.tsx';
import { NODE, NodeBox } from './node-box.tsx';
import { LINK_COLOURS, MANAGEMENT } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

const LINK_STEP = 112;
const NEIGHBOUR = { width: 148, gap: 20, height: 78 } as const;
/** So many nodes stand beside each other with their links between them. */
const MOST_BESIDE = 3;

/**
 * Networks, links and machines drawn from the form: it follows every edit, shows what the form is at, and leads to the field of what
 * is pressed. The form and the text below hold the same facts.
 */
export function NetworkDrawing({ site, pressing }: { readonly site: Site; readonly pressing: Pressing }) {
  const { say } = useSpeech();
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  const links = site.network.links;
  const { management, laptop } = site.network;
  const neighbours: readonly Neighbour[] = [
    {
      part: 'gateway',
      name: say('network.gatewayBox'),
      address: management.gateway,
      note: say('network.notNeeded'),
      optional: true,
    },
    ...(laptop
      ? [{ part: 'laptop', name: say('network.laptopBox'), address: laptop.address, note: say('network.laptopNote') }]
      : []),
    ...site.hosts
      .filter((host) => !host.roles.includes('pve-node'))
      .map((host) => ({
        part: `host-${host.name}`,
        name: host.name,
        address: host.address,
        note: host.name === site.cluster?.witness ? say('network.thirdVote') : host.os,
        vote: host.name === site.cluster?.witness,
      })),
    { name: say('network.people'), address: say('network.onVm'), note: say('network.usePage'), optional: true },
  ];
  const isMany = nodes.length > MOST_BESIDE;
  const many = manySize(nodes.length, links.length);
  const nodesWidth = isMany ? many.width : nodes.length * NODE.width + (nodes.length - 1) * NODE.gap;
  const rowWidth = neighbours.length * (NEIGHBOUR.width + NEIGHBOUR.gap) - NEIGHBOUR.gap;
  const width = Math.max(nodesWidth, rowWidth) + 80;
  const left = (width - nodesWidth) / 2;
  const nodeHeight = isMany ? many.height : Math.max(250, 76 + links.length * LINK_STEP);
  const bus = NODE.top + nodeHeight + (isMany ? 56 : 84);
  const xOf = (index: number) => left + index * (NODE.width + NODE.gap);
  const votes = nodes.length + (site.cluster?.witness === undefined || nodes.length % 2 === 1 ? 0 : 1);
  return (
    <LiveDrawing
      width={width}
      height={bus + 52 + NEIGHBOUR.height}
      label={say('network.drawingText', {
        hosts: site.hosts.map((host) => host.name).join(', '),
        cidr: management.cidr,
      })}
      first={`host-${nodes[0]?.name ?? site.hosts[0]?.name ?? ''}`}
    >
      {site.cluster && (
        <>
          <text x={left} y="20">
            {say('network.cluster', { name: site.cluster.name })}
          </text>
          <text x={left + nodesWidth} y="20" textAnchor="end">
            {say('network.votes', { count: votes })}
          </text>
          <line x1={left} x2={left + nodesWidth} y1="31" y2="31" className="sw-dead-line" />
        </>
      )}
      {isMany ? (
        <ManyNodes site={site} nodes={nodes} left={left} top={NODE.top} pressing={pressing} />
      ) : (
        nodes.map((host, index) => (
          <NodeBox
            key={host.name}
            site={site}
            host={host}
            x={xOf(index)}
            height={nodeHeight}
            bus={bus}
            pressing={pressing}
          />
        ))
      )}
      {!isMany &&
        nodes
          .slice(1)
          .map((host, index) =>
            links.map((link, order) => (
              <LinkLine
                key={`${host.name}-${link.id}`}
                link={link}
                colour={LINK_COLOURS[Math.min(order, 1)] ?? MANAGEMENT}
                from={xOf(index) + NODE.width}
                to={xOf(index + 1)}
                fromAddress={nodes[index]?.links[String(link.id)]}
                toAddress={host.links[String(link.id)]}
                y={NODE.top + 84 + order * LINK_STEP}
                pressing={index === 0 ? pressing : undefined}
              />
            )),
          )}
      <DrawingPart
        id="management"
        label={`${say('network.managementNetwork')}, ${management.cidr}`}
        box={{ x: width / 2 - 110, y: bus - 52, width: 220, height: 44 }}
        marked={pressing.at === 'management'}
        onPress={() => pressing.press('management')}
      >
        <rect x={width / 2 - 110} y={bus - 52} width="220" height="44" rx="6" className="sw-part-ground" />
        <text x={width / 2} y={bus - 34} textAnchor="middle" className="sw-drawing-word">
          {say('network.managementNetwork')}
        </text>
        <text x={width / 2} y={bus - 16} textAnchor="middle" className="sw-drawing-mono">
          {management.cidr}
        </text>
        <line x1="12" x2={width - 12} y1={bus} y2={bus} stroke={MANAGEMENT} strokeWidth="9" strokeLinecap="round" />
      </DrawingPart>
      {neighbours.map((neighbour, index) => (
        <NeighbourBox
          key={neighbour.name}
          neighbour={neighbour}
          x={(width - rowWidth) / 2 + index * (NEIGHBOUR.width + NEIGHBOUR.gap)}
          y={bus + 46}
          bus={bus}
          width={NEIGHBOUR.width}
          height={NEIGHBOUR.height}
          pressing={pressing}
        />
      ))}
    </LiveDrawing>
  );
}
