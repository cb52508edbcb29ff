/** A picture of 8-bit RGBA as a PNG. */
export function png(width: number, height: number, pixels: Uint8Array): Buffer;
