import type { ReactNode } from 'react';

/** A section's title with the colour it has in the drawing. */
export function Keyed({ colour, children }: { readonly colour: string; readonly children: ReactNode }) {
  return (
    <span className="sw-keyed">
      <span className="sw-key" style={{ background: colour }} aria-hidden="true" />
      {children}
    </span>
  );
}
