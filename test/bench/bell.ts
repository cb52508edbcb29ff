/** Something that is waited for and happens once. */
export interface Bell {
  readonly rung: Promise<void>;
  ring(): void;
}

export function bell(): Bell {
  let ring: () => void = () => {};
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  return { rung, ring };
}
