import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClusterAsk, ClusterReadEvent } from '../../electron/api/cluster-reading.ts';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';

export type NodeEvent = Extract<ClusterReadEvent, { type: 'node' }>;
export type ReadDone = Extract<ClusterReadEvent, { type: 'done' }>;

/** A key that somebody has to compare before anything is sent there. */
export interface ShownKey {
  readonly host: string;
  readonly fingerprint: string;
}

type Asked = Omit<ClusterAsk, 'hostKeys'>;

export interface ClusterReading {
  readonly nodes: readonly NodeEvent[];
  readonly isReading: boolean;
  /** Of the first node, or of other ones whose keys the cluster does not know; the first of them is to be compared. */
  readonly keys: readonly ShownKey[];
  readonly done: ReadDone | undefined;
  readonly failure: readonly Diagnostic[];
  read(asked: Asked): void;
  /** The first of `keys` was compared: with the last of them the cluster is read again. */
  confirm(): void;
  /** The first of `keys` stays unconfirmed and its node unread. */
  leaveOut(): void;
  /** Back to the question who it is. Keeps nothing of the login. */
  forget(): void;
}

const KEY_UNKNOWN = 'transport.host-key-unknown';

/** Reads a cluster as long as the page that asked is there. The login is kept until it was read, at the longest. */
export function useClusterReading(): ClusterReading {
  const engine = useEngine();
  const [nodes, setNodes] = useState<readonly NodeEvent[]>([]);
  const [isReading, setReading] = useState(false);
  const [keys, setKeys] = useState<readonly ShownKey[]>([]);
  const [done, setDone] = useState<ReadDone>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const asked = useRef<Asked>(undefined);
  const confirmed = useRef<{ readonly address: string; readonly hostKeys: readonly string[] }>({
    address: '',
    hostKeys: [],
  });
  const hasNew = useRef(false);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const clear = useCallback(() => {
    stop.current?.abort();
    setNodes([]);
    setKeys([]);
    setDone(undefined);
    setFailure([]);
    setReading(false);
  }, []);

  const ask = useCallback(async () => {
    const who = asked.current;
    if (!who) return;
    clear();
    hasNew.current = false;
    const ending = new AbortController();
    stop.current = ending;
    setReading(true);
    const isStill = () => stop.current === ending && !ending.signal.aborted;
    const shown: ShownKey[] = [];
    const fail = (diagnostics: readonly Diagnostic[]) => {
      setNodes([]);
      setFailure(diagnostics);
    };
    try {
      const input = { ...who, hostKeys: [...confirmed.current.hostKeys] };
      for await (const event of await engine.cluster.read(input, { signal: ending.signal })) {
        if (!isStill()) return;
        if (event.type === 'node') {
          setNodes((before) => withNode(before, event));
          const fingerprint = event.diagnostic?.params.fingerprint;
          if (event.diagnostic?.code === KEY_UNKNOWN && typeof fingerprint === 'string')
            shown.push({ host: event.name, fingerprint });
        } else if (event.type === 'host-key') shown.push({ host: event.host, fingerprint: event.fingerprint });
        else if (event.type === 'failed') fail(event.diagnostics);
        else setDone(event);
      }
    } catch (error) {
      if (isStill()) fail(failureDiagnostics(error));
    } finally {
      if (isStill()) {
        setKeys(shown);
        setReading(false);
        if (shown.length === 0) asked.current = undefined;
      }
    }
  }, [engine, clear]);

  const next = (rest: readonly ShownKey[]) => {
    if (rest.length > 0) setKeys(rest);
    else if (hasNew.current) void ask();
    else {
      setKeys([]);
      asked.current = undefined;
    }
  };
  return {
    nodes,
    isReading,
    keys,
    done,
    failure,
    read: (who) => {
      if (confirmed.current.address !== who.address) confirmed.current = { address: who.address, hostKeys: [] };
      asked.current = who;
      void ask();
    },
    confirm: () => {
      const [first, ...rest] = keys;
      if (!first) return;
      const { address, hostKeys } = confirmed.current;
      confirmed.current = { address, hostKeys: [...hostKeys, first.fingerprint] };
      hasNew.current = true;
      next(rest);
    },
    leaveOut: () => next(keys.slice(1)),
    forget: () => {
      clear();
      asked.current = undefined;
    },
  };
}

/** A node is asked by the address first and is then known by its name. */
function withNode(nodes: readonly NodeEvent[], event: NodeEvent): readonly NodeEvent[] {
  const at = nodes.findIndex(({ name, address }) => name === event.name || address === event.address);
  return at < 0 ? [...nodes, event] : nodes.with(at, event);
}
