import { useCallback, useEffect, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { baseVerdict, useBase } from './base-choice.ts';

export interface Making {
  /** The base carries answers, and what has to be said of it was said. */
  readonly possible: boolean;
  readonly busy: boolean;
  /** While complete images are made that were not there: how many are. */
  readonly steps: { readonly done: number; readonly total: number } | undefined;
  /** Why it failed, or what is worth knowing of what was made. */
  readonly diagnostics: readonly Diagnostic[];
  make(): Promise<void>;
}

export interface MakingOptions {
  readonly siteRef: string;
  /** Images of the chosen form that are not made or older than the plan. */
  readonly lacking: number;
  /** Asks again which images there are. */
  readonly look: () => void;
}

const LOOK_MS = 2000;

/** Makes the images of all nodes from the chosen base. */
export function useMaking({ siteRef, lacking, look: lookAgain }: MakingOptions): Making {
  const engine = useEngine();
  const { base, look, accept, rewrite, form } = useBase();
  const [busy, setBusy] = useState(false);
  const [diagnostics, setDiagnostics] = useState<readonly Diagnostic[]>([]);
  const verdict = look && baseVerdict(look, accept);
  const isDigestFine = look?.knownAs !== undefined || accept === look?.sha256;
  const isRewritten = rewrite && verdict === 'rewrite-offered';
  const isFull = isRewritten || form === 'iso';
  const [total, setTotal] = useState(0);
  const possible =
    base !== undefined &&
    look !== undefined &&
    isDigestFine &&
    (verdict === 'rewrite-offered' ? isRewritten : verdict !== 'refused');
  const make = useCallback(async () => {
    if (!base) return;
    setBusy(true);
    setTotal(isFull ? lacking : 0);
    setDiagnostics([]);
    try {
      const made = await engine.images.make({
        site: siteRef,
        base: base.handle,
        full: isFull,
        rewrite: isRewritten,
        acceptBase: accept || undefined,
      });
      setDiagnostics(made.diagnostics);
      lookAgain();
    } catch (error) {
      setDiagnostics(failureDiagnostics(error));
    } finally {
      setBusy(false);
    }
  }, [engine, siteRef, base, isFull, isRewritten, accept, lacking, lookAgain]);
  // Each file appears when it is whole.
  useEffect(() => {
    if (!busy || total === 0) return;
    const timer = setInterval(lookAgain, LOOK_MS);
    return () => clearInterval(timer);
  }, [busy, total, lookAgain]);
  const steps = busy && total > 0 ? { done: Math.max(0, total - lacking), total } : undefined;
  return { possible, busy, steps, diagnostics, make };
}
