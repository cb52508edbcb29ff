import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { LiveDrawing } from '../../ui/live-drawing.tsx';
import { replicationPath } from './cables.ts';
import type { Layers } from './layers.ts';
import { LinkLine } from './link-line.tsx';
import { ManagementBar } from './management-bar.tsx';
import { ManyNodes, manySize } from './many-nodes.tsx';
import { NeighbourBox } from './neighbour-box.tsx';
import { neighboursOf } from './neighbours.ts';
import { NODE, NodeBox } from './node-box.tsx';
import { linkColour } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';
import { ReplicationLine } from './replication-line.tsx';

const LINK_STEP = 116;
const NEIGHBOUR = { width: 148, gap: 20, height: 78 } as const;
/** So many nodes stand beside each other with their links between them. */
const MOST_BESIDE = 3;

/**
 * Networks, links and machines drawn from the form: it follows every edit, shows what the form is at, and leads to the field of what
 * is pressed. What is hidden keeps its place, so that nothing jumps. The form and the text below hold the same facts.
 */
export function NetworkDrawing({
  site,
  layers,
  pressing,
}: {
  readonly site: Site;
  readonly layers: Layers;
  readonly pressing: Pressing;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  const { links } = site.network;
  const replication = replicationPath(site);
  const neighbours = neighboursOf(site, layers, speech);
  const isMany = nodes.length > MOST_BESIDE;
  const hasOwn = replication?.over === 'own' && nodes.length > 1;
  const many = manySize(nodes.length, links.length + (hasOwn ? 1 : 0));
  const nodesWidth = isMany ? many.width : nodes.length * NODE.width + (nodes.length - 1) * NODE.gap;
  const rowWidth = neighbours.length * (NEIGHBOUR.width + NEIGHBOUR.gap) - NEIGHBOUR.gap;
  const width = Math.max(nodesWidth, rowWidth, 4 * (NEIGHBOUR.width + NEIGHBOUR.gap) - NEIGHBOUR.gap) + 80;
  const left = (width - nodesWidth) / 2;
  const nodeHeight = isMany ? many.height : Math.max(250, 76 + (links.length + (hasOwn ? 1 : 0)) * LINK_STEP);
  const bus = NODE.top + nodeHeight + (isMany ? 72 : 96);
  const xOf = (index: number) => left + index * (NODE.width + NODE.gap);
  const lineY = (order: number) => NODE.top + 84 + order * LINK_STEP;
  const votes = nodes.length + (site.cluster?.witness === undefined || nodes.length % 2 === 1 ? 0 : 1);
  const shows = (link: number) =>
    layers.has('replication') && replication?.over === 'link' && replication.link === link;
  return (
    <LiveDrawing
      width={width}
      height={bus + 52 + NEIGHBOUR.height}
      label={say('network.drawingText', {
        hosts: site.hosts.map((host) => host.name).join(', '),
        cidr: site.network.management.cidr,
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
        <ManyNodes
          site={site}
          nodes={nodes}
          left={left}
          top={NODE.top}
          layers={layers}
          replication={replication}
          pressing={pressing}
        />
      ) : (
        nodes.map((host, index) => (
          <NodeBox
            key={host.name}
            site={site}
            host={host}
            x={xOf(index)}
            height={nodeHeight}
            bus={bus}
            layers={layers}
            pressing={pressing}
          />
        ))
      )}
      {!isMany &&
        layers.has('links') &&
        nodes
          .slice(1)
          .map((host, index) =>
            links.map((link, order) => (
              <LinkLine
                key={`${host.name}-${link.id}`}
                link={link}
                colour={linkColour(order)}
                from={xOf(index) + NODE.width}
                to={xOf(index + 1)}
                ends={[nodes[index] ?? host, host]}
                y={lineY(order)}
                isShared={shows(link.id)}
                pressing={pressing}
                isFirst={index === 0}
              />
            )),
          )}
      {!isMany && hasOwn && layers.has('replication') && (
        <ReplicationLine
          cidr={replication.cidr}
          from={xOf(0) + NODE.width}
          to={xOf(1)}
          y={lineY(links.length)}
          pressing={pressing}
        />
      )}
      {layers.has('management') && (
        <>
          <ManagementBar
            network={site.network}
            width={width}
            y={bus}
            isShared={layers.has('replication') && replication?.over === 'management' && nodes.length > 1}
            pressing={pressing}
          />
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
        </>
      )}
    </LiveDrawing>
  );
}
