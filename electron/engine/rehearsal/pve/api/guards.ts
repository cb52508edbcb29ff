import { ApiError, die } from '../cli/api-error.ts';
import { isQuorate } from '../model/cluster.ts';
import type { ApiCall } from './call.ts';

/** `PVE::Cluster::check_cfs_quorum`. */
export function checkQuorum(call: ApiCall): void {
  if (!isQuorate(call.world, call.node)) die('cluster not ready - no quorum?');
}

/** Takes a cluster lock for a change; without quorum it is tried for nine seconds, a line a second. */
export async function withClusterLock<T>(
  call: ApiCall,
  file: string,
  failure: string,
  work: () => Promise<T> | T,
): Promise<T> {
  if (!isQuorate(call.world, call.node)) {
    for (let second = 0; second < 9; second += 1) {
      call.warn(`trying to acquire cfs lock 'file-${file}' ...\n`);
      await call.sleep(1);
      if (isQuorate(call.world, call.node)) break;
    }
    if (!isQuorate(call.world, call.node)) die(`${failure}: cfs-lock 'file-${file}' error: no quorum!`);
  }
  return withPrefix(failure, work);
}

/** Puts the vendor's "create storage failed: " before the reason of a failure inside a lock. */
export async function withPrefix<T>(failure: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 403 || failure === '') throw error;
    throw new ApiError(`${failure}: ${error.render().replace(/\n+$/, '')}`);
  }
}
