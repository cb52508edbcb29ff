/** How a drawing and its form follow each other. */
export interface Pressing {
  /** The part that the form is at. */
  readonly at: string | undefined;
  /** Brings the keyboard to the part's field. */
  press(id: string): void;
}
