/** Whether a program says that a disk of its machine is full: the words of the C library and of ZFS, in LC_ALL=C. */
export function saysDiskFull(text: string): boolean {
  return /No space left on device|out of space/i.test(text);
}
