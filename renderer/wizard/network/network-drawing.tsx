import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { failsOver } from '../storage/what-if.ts';
import { type Neighbour, NeighbourBox } from './neighbour-box.tsx';
import { LINK_COLOURS, MANAGEMENT, PortMark, VM } from './port-mark.tsx';

const NODE = { width: 224, gap: 182, top: 44 } as const;
const LINK_STEP = 112;
const NEIGHBOUR = { width: 148, gap: 20, height: 78 } as const;

/** Networks, links and machines drawn from the form: it follows every edit. The form holds the same facts as text. */
export function NetworkDrawing({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  const links = site.network.links;
  const management = site.network.management;
  const neighbours: readonly Neighbour[] = [
    { name: say('network.gatewayBox'), address: management.gateway, note: say('network.notNeeded'), optional: true },
    ...site.hosts
      .filter((host) => !host.roles.includes('pve-node'))
      .map((host) => ({
        name: host.name,
        address: host.address,
        note: host.name === site.cluster?.witness ? say('network.thirdVote') : host.os,
        vote: host.name === site.cluster?.witness,
      })),
    { name: say('network.people'), address: say('network.onVm'), note: say('network.usePage'), optional: true },
  ];
  const nodesWidth = nodes.length * NODE.width + (nodes.length - 1) * NODE.gap;
  const rowWidth = neighbours.length * (NEIGHBOUR.width + NEIGHBOUR.gap) - NEIGHBOUR.gap;
  const width = Math.max(nodesWidth, rowWidth) + 80;
  const left = (width - nodesWidth) / 2;
  const nodeHeight = Math.max(250, 76 + links.length * LINK_STEP);
  const bus = NODE.top + nodeHeight + 84;
  const xOf = (index: number) => left + index * (NODE.width + NODE.gap);
  const title = say('network.drawingText', {
    hosts: site.hosts.map((host) => host.name).join(', '),
    cidr: management.cidr,
  });
  const votes = nodes.length + (site.cluster?.witness === undefined ? 0 : 1);
  return (
    <svg viewBox={`0 0 ${width} ${bus + 52 + NEIGHBOUR.height}`} role="img" aria-label={title} className="sw-drawing">
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
      {nodes.map((host, index) => (
        <NodeBox key={host.name} site={site} host={host} x={xOf(index)} height={nodeHeight} bus={bus} />
      ))}
      {nodes
        .slice(1)
        .map((host, index) =>
          links.map((link, order) => (
            <LinkLine
              key={`${host.name}-${link.id}`}
              id={link.id}
              cidr={link.cidr}
              purpose={link.purpose}
              colour={LINK_COLOURS[Math.min(order, 1)] ?? MANAGEMENT}
              from={xOf(index) + NODE.width}
              to={xOf(index + 1)}
              fromAddress={nodes[index]?.links[String(link.id)]}
              toAddress={host.links[String(link.id)]}
              y={NODE.top + 84 + order * LINK_STEP}
            />
          )),
        )}
      <text x={width / 2} y={bus - 34} textAnchor="middle" className="sw-drawing-word">
        {say('network.managementNetwork')}
      </text>
      <text x={width / 2} y={bus - 16} textAnchor="middle" className="sw-drawing-mono">
        {management.cidr}
      </text>
      <line x1="12" x2={width - 12} y1={bus} y2={bus} stroke={MANAGEMENT} strokeWidth="9" strokeLinecap="round" />
      {neighbours.map((neighbour, index) => (
        <NeighbourBox
          key={neighbour.name}
          neighbour={neighbour}
          x={(width - rowWidth) / 2 + index * (NEIGHBOUR.width + NEIGHBOUR.gap)}
          y={bus + 46}
          bus={bus}
          width={NEIGHBOUR.width}
          height={NEIGHBOUR.height}
        />
      ))}
    </svg>
  );
}

function NodeBox({
  site,
  host,
  x,
  height,
  bus,
}: {
  readonly site: Site;
  readonly host: Host;
  readonly x: number;
  readonly height: number;
  readonly bus: number;
}) {
  const { say } = useSpeech();
  const own = site.machines.filter((machine) => machine.node === host.name);
  const copies = site.machines.filter((machine) => machine.replication?.to.includes(host.name));
  const shown = [...own, ...copies].slice(0, 1);
  const bridge = shown[0]?.bridge ?? 'vmbr0';
  const middle = x + NODE.width / 2;
  const bridgeY = NODE.top + 156;
  const bottom = NODE.top + height;
  return (
    <g>
      <rect x={x} y={NODE.top} width={NODE.width} height={height} rx="8" className="sw-drawing-box" />
      <line x1={x} x2={x + NODE.width} y1={NODE.top + 38} y2={NODE.top + 38} className="sw-hairline" />
      <text x={x + 14} y={NODE.top + 25} className="sw-drawing-name">
        {host.name}
      </text>
      <text x={x + NODE.width - 14} y={NODE.top + 25} textAnchor="end">
        {host.label}
      </text>
      {shown.map((machine) => {
        const runs = machine.node === host.name;
        return (
          <g key={machine.id}>
            <line
              x1={middle}
              x2={middle}
              y1={NODE.top + 116}
              y2={bridgeY}
              stroke={VM}
              strokeWidth="2"
              strokeDasharray={runs ? undefined : '4 4'}
            />
            <rect
              x={x + 16}
              y={NODE.top + 54}
              width={NODE.width - 32}
              height="62"
              rx="6"
              className={runs ? 'sw-vm-box' : 'sw-absent-box'}
            />
            <text x={x + 28} y={NODE.top + 78} className={runs ? 'sw-drawing-word' : undefined}>
              {machine.name}
            </text>
            <text x={x + NODE.width - 28} y={NODE.top + 78} textAnchor="end">
              {runs ? say('network.id', { id: machine.id }) : ''}
            </text>
            <text x={x + 28} y={NODE.top + 100} className={runs ? 'sw-drawing-mono' : undefined}>
              {runs ? machine.address.split('/')[0] : say(failsOver(site) ? 'network.copyHere' : 'network.copyOnly')}
            </text>
          </g>
        );
      })}
      {own.length > 1 && (
        <text x={x + 16} y={NODE.top + 134}>
          {say('network.more', { count: own.length - 1 })}
        </text>
      )}
      <rect x={x + 16} y={bridgeY} width={NODE.width - 32} height="30" rx="6" className="sw-bridge-box" />
      <text x={x + 28} y={bridgeY + 20} className="sw-drawing-mono sw-drawing-strong">
        {bridge}
      </text>
      <text x={x + NODE.width - 28} y={bridgeY + 20} textAnchor="end">
        {say('network.bridge')}
      </text>
      <line x1={middle} x2={middle} y1={bridgeY + 30} y2={bus} stroke={MANAGEMENT} strokeWidth="2.5" />
      <PortMark x={middle} y={bottom} colour={MANAGEMENT} />
      <text x={middle + 16} y={bottom - 16} className="sw-drawing-mono sw-drawing-strong">
        {host.address}
      </text>
    </g>
  );
}

function LinkLine({
  id,
  cidr,
  purpose,
  colour,
  from,
  to,
  fromAddress,
  toAddress,
  y,
}: {
  readonly id: number;
  readonly cidr: string;
  readonly purpose: string | undefined;
  readonly colour: string;
  readonly from: number;
  readonly to: number;
  readonly fromAddress: string | undefined;
  readonly toAddress: string | undefined;
  readonly y: number;
}) {
  const { say } = useSpeech();
  const middle = (from + to) / 2;
  const tail = (address: string | undefined) => (address === undefined ? '?' : `.${address.split('.').pop()}`);
  // A purpose is free text: what is too long for the gap is cut at its comma.
  const note = (purpose ?? '').split(',')[0] ?? '';
  return (
    <g>
      <line x1={from} x2={to} y1={y} y2={y} stroke={colour} strokeWidth="3" />
      <PortMark x={from} y={y} colour={colour} />
      <PortMark x={to} y={y} colour={colour} />
      <rect x={middle - 58} y={y - 43} width="116" height="20" rx="10" fill={colour} />
      <text x={middle} y={y - 29} textAnchor="middle" className="sw-link-name">
        {say('network.link', { id })}
      </text>
      <text x={from + 18} y={y - 9} className="sw-drawing-mono sw-drawing-strong">
        {tail(fromAddress)}
      </text>
      <text x={to - 18} y={y - 9} textAnchor="end" className="sw-drawing-mono sw-drawing-strong">
        {tail(toAddress)}
      </text>
      <text x={middle} y={y + 21} textAnchor="middle" className="sw-drawing-mono sw-drawing-strong">
        {cidr}
      </text>
      <text x={middle} y={y + 38} textAnchor="middle">
        {note.slice(0, 26)}
      </text>
    </g>
  );
}
