import type { IdentifyTask } from '../api/drive.ts';
import { checkIdentity } from './drive-identity.ts';
import { FlashFailure } from './failure.ts';
import type { Job } from './flash-drive.ts';
import { type ReadAt, readStick } from './read-stick.ts';
import { openTarget } from './target.ts';

/** Tells what a written drive is recognised by. Opens it for reading only, mounted or not. */
export async function identifyDrive({ index, drive, task, emit }: Job<IdentifyTask>): Promise<void> {
  const { device, identity } = drive;
  const target = await openTarget(device, 'read');
  try {
    checkIdentity(identity, target.identity, device);
    const read: ReadAt = async (position, length) => {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await target.handle.read(bytes, at, length - at, position + at);
        if (bytesRead === 0) throw new FlashFailure('flash.not-a-stick', { device }, [`it ends at ${position + at}`]);
        at += bytesRead;
      }
      return bytes;
    };
    emit({ event: 'identified', drive: index, ...(await readStick(read, task.zones, device)) });
  } finally {
    await target.handle.close();
  }
}
