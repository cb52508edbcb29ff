import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';

const WIDTH = 400;
const BOX = 150;

/** Networks and links drawn from the form. The same facts stand beside it as text. */
export function NetworkDrawing({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  const others = site.hosts.filter((host) => !host.roles.includes('pve-node'));
  const rows = Math.ceil(nodes.length / 2);
  const links = site.network.links;
  const busY = 40 + rows * 110;
  const height = busY + 40 + others.length * 62;
  const placeOf = (index: number) => ({
    x: index % 2 === 0 ? 8 : WIDTH - BOX - 8,
    y: 16 + Math.floor(index / 2) * 110,
  });
  const title = say('network.drawingText', {
    hosts: site.hosts.map((host) => host.name).join(', '),
    cidr: site.network.management.cidr,
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title} className="sw-drawing">
      <title>{title}</title>
      {Array.from({ length: rows }, (_, row) =>
        links.map((link, index) => {
          const y = 34 + row * 110 + index * 18;
          return (
            <g key={`${row}-${link.id}`}>
              <line
                x1={8 + BOX}
                x2={WIDTH - BOX - 8}
                y1={y}
                y2={y}
                stroke={index === 0 ? 'var(--sw-net-link0)' : 'var(--sw-net-link1)'}
                strokeWidth="2.5"
              />
              <text x={WIDTH / 2} y={y - 4} textAnchor="middle" className="sw-drawing-small">
                {say('network.link', { id: link.id })}
              </text>
            </g>
          );
        }),
      )}
      {nodes.map((host, index) => {
        const { x, y } = placeOf(index);
        return (
          <g key={host.name}>
            <line
              x1={x + BOX / 2}
              x2={x + BOX / 2}
              y1={y + 70}
              y2={busY}
              stroke="var(--sw-net-management)"
              strokeWidth="2"
            />
            <rect x={x} y={y} width={BOX} height="70" rx="6" className="sw-drawing-box" />
            <text x={x + 10} y={y + 22} className="sw-drawing-name">
              {host.name}
            </text>
            <text x={x + 10} y={y + 40} className="sw-drawing-mono">
              {host.address}
            </text>
            <text x={x + 10} y={y + 58} className="sw-drawing-mono">
              {Object.values(host.links).join(' ')}
            </text>
          </g>
        );
      })}
      <line x1="8" x2={WIDTH - 8} y1={busY} y2={busY} stroke="var(--sw-net-management)" strokeWidth="3" />
      <text x="8" y={busY + 14} className="sw-drawing-mono">
        {site.network.management.cidr}
      </text>
      {others.map((host, index) => {
        const y = busY + 26 + index * 62;
        return (
          <g key={host.name}>
            <line x1={WIDTH / 2} x2={WIDTH / 2} y1={busY} y2={y} stroke="var(--sw-net-management)" strokeWidth="2" />
            <rect x={WIDTH / 2 - BOX / 2} y={y} width={BOX} height="48" rx="6" className="sw-drawing-box" />
            <text x={WIDTH / 2 - BOX / 2 + 10} y={y + 20} className="sw-drawing-name">
              {host.name}
            </text>
            <text x={WIDTH / 2 - BOX / 2 + 10} y={y + 38} className="sw-drawing-mono">
              {host.address}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
