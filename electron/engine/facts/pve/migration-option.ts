/** How guests travel between nodes, as datacenter.cfg says it (datacenter.cfg(5), `migration`). */
export interface MigrationOption {
  /** Absent = Proxmox's default, secure. */
  readonly type?: string;
  /** CIDR; absent = the management network. */
  readonly network?: string;
}

/** The option in the text of datacenter.cfg: `migration: insecure,network=10.0.0.0/24`, in any order, `type` named or not. */
export function migrationOption(text: string | undefined): MigrationOption {
  const line = (text ?? '').split('\n').find((entry) => /^migration:/.test(entry));
  const parts = (line ?? '').replace(/^migration:/, '').split(',');
  const values = new Map(
    parts
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? ['type', part] : [part.slice(0, at), part.slice(at + 1)];
      }),
  );
  const type = values.get('type');
  const network = values.get('network');
  return { ...(type === undefined ? {} : { type }), ...(network === undefined ? {} : { network }) };
}
