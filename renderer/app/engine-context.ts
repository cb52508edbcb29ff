import { createContext, useContext } from 'react';
import type { EngineClient } from '../bridge/connect.ts';

export const EngineContext = createContext<EngineClient | undefined>(undefined);

/** The engine, below <App>. */
export function useEngine(): EngineClient {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('no engine above this component');
  return engine;
}
