/** Heads and sectors by which an MBR's cylinder/head/sector addresses count. */
export interface Geometry {
  readonly heads: number;
  readonly sectors: number;
}

const LAST_CYLINDER = 1023;
/** "Behind what these three bytes can say." */
const BEYOND = [0xfe, 0xff, 0xff] as const;

/** The three bytes of a CHS address (head; sector and high bits of the cylinder; cylinder); no geometry: "see the LBA". */
export function toChs(lba: number, geometry: Geometry | undefined): Uint8Array {
  if (!geometry) return Uint8Array.from(BEYOND);
  const { heads, sectors } = geometry;
  const cylinder = Math.floor(lba / (heads * sectors));
  if (cylinder > LAST_CYLINDER) return Uint8Array.from(BEYOND);
  const head = Math.floor(lba / sectors) % heads;
  return Uint8Array.of(head, ((lba % sectors) + 1) | ((cylinder >> 2) & 0xc0), cylinder & 0xff);
}

/**
 * The geometry by which `lba` has the CHS address `chs`; undefined when none does or the address is saturated. xorriso
 * takes 32 sectors and as many heads as give at most 1024 cylinders; others take 63.
 */
export function findGeometry(lba: number, chs: Uint8Array): Geometry | undefined {
  const [head = 0, low = 0, high = 0] = chs;
  const sector = low & 0x3f;
  const cylinder = ((low & 0xc0) << 2) | high;
  if (sector === 0 || (head === BEYOND[0] && low === BEYOND[1] && high === BEYOND[2])) return undefined;
  for (const sectors of [32, 63, ...Array.from({ length: 63 }, (_, index) => index + 1)]) {
    if (sector > sectors || (lba - sector + 1) % sectors !== 0) continue;
    const tracks = (lba - sector + 1) / sectors;
    const heads = cylinder === 0 ? Math.max(64, head + 1) : (tracks - head) / cylinder;
    if (Number.isInteger(heads) && heads > head && heads <= 255 && (cylinder > 0 || tracks === head)) {
      return { heads, sectors };
    }
  }
  return undefined;
}
