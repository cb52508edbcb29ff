export function hasPalette(png: Buffer): boolean;
export function palettePng(png: Buffer): Buffer;
