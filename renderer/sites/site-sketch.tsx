import type { Site } from '../../electron/api/site.ts';
import { useSpeech } from '../text/text.ts';

const BOX = { width: 108, height: 50 } as const;

/** A site in one look: nodes with their links, the management network, and what else stands on it. */
export function SiteSketch({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node')).slice(0, 4);
  const others = site.hosts.filter((host) => !host.roles.includes('pve-node')).slice(0, 2);
  const gap = 46;
  const width = Math.max(1, nodes.length) * (BOX.width + gap) - gap + 16;
  const xOf = (index: number) => 8 + index * (BOX.width + gap);
  const bus = 88;
  const title = say('network.drawingText', {
    hosts: site.hosts.map((host) => host.name).join(', '),
    cidr: site.network.management.cidr,
  });
  return (
    <svg viewBox={`0 0 ${width} 150`} role="img" aria-label={title} className="sw-sketch sw-drawing">
      {nodes
        .slice(1)
        .map((node, index) =>
          site.network.links.map((link, order) => (
            <line
              key={`${node.name}-${link.id}`}
              x1={xOf(index) + BOX.width}
              x2={xOf(index + 1)}
              y1={26 + order * 12}
              y2={26 + order * 12}
              strokeWidth="2"
              stroke={order === 0 ? 'var(--sw-net-link0)' : 'var(--sw-net-link1)'}
            />
          )),
        )}
      {nodes.map((node, index) => (
        <g key={node.name}>
          <line
            x1={xOf(index) + BOX.width / 2}
            x2={xOf(index) + BOX.width / 2}
            y1={8 + BOX.height}
            y2={bus}
            stroke="var(--sw-net-management)"
            strokeWidth="1.5"
          />
          <rect x={xOf(index)} y="8" width={BOX.width} height={BOX.height} rx="5" className="sw-drawing-box" />
          <text x={xOf(index) + 10} y="28" className="sw-drawing-word">
            {node.name}
          </text>
          <text x={xOf(index) + 10} y="46" className="sw-drawing-mono">
            {node.address}
          </text>
        </g>
      ))}
      <line x1="8" x2={width - 8} y1={bus} y2={bus} stroke="var(--sw-net-management)" strokeWidth="2.5" />
      {others.map((host, index) => {
        const x = (width / (others.length + 1)) * (index + 1) - BOX.width / 2;
        return (
          <g key={host.name}>
            <line
              x1={x + BOX.width / 2}
              x2={x + BOX.width / 2}
              y1={bus}
              y2="106"
              stroke="var(--sw-net-management)"
              strokeWidth="1.5"
            />
            <rect x={x} y="106" width={BOX.width} height="32" rx="5" className="sw-drawing-box" />
            <text x={x + BOX.width / 2} y="126" textAnchor="middle" className="sw-drawing-word">
              {host.name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
