export const MANAGEMENT = 'var(--sw-net-management)';
export const VM = 'var(--sw-net-vm)';
export const REPLICATION = 'var(--sw-net-replication)';
export const LINK_COLOURS = ['var(--sw-net-link0)', 'var(--sw-net-link1)'] as const;

/** The colour of a cluster link by its place in the list. */
export function linkColour(order: number): string {
  return LINK_COLOURS[Math.min(order, 1)] ?? MANAGEMENT;
}

/** A network port on the edge of a box. */
export function PortMark({ x, y, colour }: { readonly x: number; readonly y: number; readonly colour: string }) {
  return (
    <g>
      <rect x={x - 11} y={y - 8} width="22" height="16" rx="3" className="sw-port" stroke={colour} />
      <rect x={x - 5} y={y - 3.5} width="10" height="7" fill={colour} />
    </g>
  );
}
