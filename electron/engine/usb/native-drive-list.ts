import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';

/** What is used of drivelist's answer; its own type is not imported, since the module is optional. */
export interface NativeDrive {
  readonly device: string;
  readonly description: string;
  readonly size: number | null;
  readonly logicalBlockSize: number;
  readonly isSystem: boolean;
  readonly isReadOnly: boolean;
  readonly isVirtual: boolean | null;
  readonly isRemovable: boolean;
  readonly isUSB: boolean | null;
  readonly isCard?: boolean | null;
  readonly busType?: string;
  readonly mountpoints: readonly { readonly path: string }[];
}

interface NativeModule {
  readonly list: () => Promise<readonly NativeDrive[]>;
}

export type NativeList =
  | { readonly drives: readonly NativeDrive[]; readonly diagnostic?: undefined }
  | { readonly drives: undefined; readonly diagnostic: Diagnostic };

/**
 * Asks drivelist, a native module that may be missing or built for another runtime: then a diagnostic, never a crash.
 * `load` is for tests of exactly that.
 */
export async function nativeDriveList(load: () => Promise<unknown> = () => import('drivelist')): Promise<NativeList> {
  let list: NativeModule['list'];
  try {
    const loaded = (await load()) as Partial<NativeModule> & { default?: Partial<NativeModule> };
    const found = loaded.list ?? loaded.default?.list;
    if (typeof found !== 'function') throw new Error('drivelist has no list()');
    list = found;
  } catch (error) {
    return { drives: undefined, diagnostic: diagnostic('drive.module-missing', { evidence: [messageOf(error)] }) };
  }
  try {
    return { drives: await list() };
  } catch (error) {
    return { drives: undefined, diagnostic: diagnostic('drive.list-failed', { evidence: [messageOf(error)] }) };
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
