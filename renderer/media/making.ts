import { useCallback, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { baseVerdict, useBase } from './base-choice.ts';

export interface Making {
  /** The base carries answers, and what has to be said of it was said. */
  readonly possible: boolean;
  readonly busy: boolean;
  /** Why it failed, or what is worth knowing of what was made. */
  readonly diagnostics: readonly Diagnostic[];
  make(): Promise<void>;
}

/** Makes the images of all nodes from the chosen base. */
export function useMaking(siteRef: string, onMade: () => void): Making {
  const engine = useEngine();
  const { base, look, accept, rewrite } = useBase();
  const [busy, setBusy] = useState(false);
  const [diagnostics, setDiagnostics] = useState<readonly Diagnostic[]>([]);
  const verdict = look && baseVerdict(look, accept);
  const isDigestFine = look?.knownAs !== undefined || accept === look?.sha256;
  const isRewritten = rewrite && verdict === 'rewrite-offered';
  const possible =
    base !== undefined &&
    look !== undefined &&
    isDigestFine &&
    (verdict === 'rewrite-offered' ? isRewritten : verdict !== 'refused');
  const make = useCallback(async () => {
    if (!base) return;
    setBusy(true);
    setDiagnostics([]);
    try {
      const made = await engine.images.make({
        site: siteRef,
        base: base.handle,
        full: isRewritten,
        rewrite: isRewritten,
        acceptBase: accept || undefined,
      });
      setDiagnostics(made.diagnostics);
      onMade();
    } catch (error) {
      setDiagnostics(failureDiagnostics(error));
    } finally {
      setBusy(false);
    }
  }, [engine, siteRef, base, isRewritten, accept, onMade]);
  return { possible, busy, diagnostics, make };
}
