import type { DatacenterOptions } from './datacenter.ts';

/** How guests travel between nodes, as datacenter.cfg says it (datacenter.cfg(5), `migration`). */
export interface MigrationOption {
  /** Absent = Proxmox's default, secure. */
  readonly type?: string;
  /** CIDR; absent = the management network. */
  readonly network?: string;
}

/** The option among those of the datacenter. */
export function migrationOption({ migration }: DatacenterOptions): MigrationOption {
  if (migration === undefined || typeof migration === 'string') return {};
  const { type, network } = migration;
  return { ...(type === undefined ? {} : { type }), ...(network === undefined ? {} : { network }) };
}
