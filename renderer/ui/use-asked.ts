import { useCallback, useEffect, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { failureDiagnostics } from '../bridge/failure.ts';

export interface Asked<T> {
  readonly value: T | undefined;
  readonly failure: readonly Diagnostic[];
  readonly asking: boolean;
  ask(): void;
}

/** Asks the engine once when `ask` changes (memoise it), and again on demand. `wait` = only on demand. */
export function useAsked<T>(question: () => Promise<T>, options: { readonly wait?: boolean } = {}): Asked<T> {
  const [state, setState] = useState<{ value?: T; failure: readonly Diagnostic[]; asking: boolean }>({
    failure: [],
    asking: false,
  });
  const ask = useCallback(() => {
    setState((before) => ({ ...before, asking: true, failure: [] }));
    question().then(
      (value) => setState({ value, failure: [], asking: false }),
      (error: unknown) => setState((before) => ({ ...before, failure: failureDiagnostics(error), asking: false })),
    );
  }, [question]);
  useEffect(() => {
    if (!options.wait) ask();
  }, [ask, options.wait]);
  return { value: state.value, failure: state.failure, asking: state.asking, ask };
}
