import type { Asset } from '../../transport/port.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';

export const COMPOSE = 'installer-assets/stacks/monitoring/compose.yaml';

/** What an instance has beyond what every one has. */
export interface ComposeParts {
  /** Port 80 leads to the dashboard. */
  readonly redirect: boolean;
  /** The dashboard is encrypted. */
  readonly tls: boolean;
  /** Services are asked every second while they start. */
  readonly quick: boolean;
}

/**
 * The compose file of an instance. The file as shipped is valid by itself; lines that begin with `#redirect#`, `#tls#` or `#quick#` are comments in
 * it, and count where the instance has that.
 */
export function composeAsset(assets: AssetStore, parts: ComposeParts): Asset {
  let text = assets.text(COMPOSE);
  for (const part of ['redirect', 'tls', 'quick'] as const)
    if (parts[part]) text = text.replace(new RegExp(`^( *)#${part}# `, 'gm'), '$1');
  return bytesAsset(text);
}
