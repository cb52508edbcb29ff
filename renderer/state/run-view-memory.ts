/** What of a run a person has on the screen: it is there again after a reload, and in another window of this laptop. */
export interface RunView {
  /** The chosen step and machine. */
  readonly itemId?: string;
  readonly log?: LogView;
}

/** How the log is looked at. */
export interface LogView {
  /** Of the whole run, whatever step is chosen. */
  readonly isWhole: boolean;
  /** Empty = every machine. */
  readonly host: string;
  readonly kind: string;
}

const KEY = 'sitewright.run-views';
/** Runs that are remembered: an older one is shown as if it was never looked at. */
const KEPT = 40;
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;
type Entry = readonly [runId: string, view: RunView];

export function rememberedView(runId: string | undefined, storage: Storage = localStorage): RunView {
  return all(storage).find(([known]) => known === runId)?.[1] ?? {};
}

/** What the change does not name stays. */
export function rememberView(runId: string, change: RunView, storage: Storage = localStorage): void {
  const view = { ...rememberedView(runId, storage), ...change };
  const others = all(storage).filter(([known]) => known !== runId);
  storage.setItem(KEY, JSON.stringify([...others, [runId, view]].slice(-KEPT)));
}

function all(storage: Storage): readonly Entry[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap((entry) => readEntry(entry) ?? []) : [];
  } catch {
    return [];
  }
}

/** What another version of this page wrote is passed over where it is not understood. As a list of one: entries are lists. */
function readEntry(entry: unknown): readonly [Entry] | undefined {
  const [runId, view] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  if (typeof runId !== 'string' || typeof view !== 'object' || view === null) return undefined;
  const { itemId, log } = view as { readonly itemId?: unknown; readonly log?: Partial<LogView> | null };
  const isLog = typeof log?.isWhole === 'boolean' && typeof log.host === 'string' && typeof log.kind === 'string';
  return [[runId, { ...(typeof itemId === 'string' ? { itemId } : {}), ...(isLog ? { log: log as LogView } : {}) }]];
}
