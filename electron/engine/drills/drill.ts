import type { Diagnostic } from '../../api/diagnostic.ts';
import type { DrillFigure, DrillMoment, DrillOrder } from '../../api/drill.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { Patience } from '../pve/patience.ts';
import type { View } from '../steps/step.ts';
import type { ReadTransport, Transport } from '../transport/port.ts';

/** What a drill may use while it breaks the site, and while it puts it back. */
export interface DrillContext extends Patience {
  readonly site: Site;
  read(host: string): ReadTransport;
  change(host: string): Transport;
  /** Ends a job that may still run on a host: one whose start was cut short by a stop goes on by itself. */
  endJob(host: string, id: string): Promise<void>;
  /** Ends the connection to a host: the next command proves that it can be reached now. */
  reconnect(host: string): Promise<void>;
  /** Reads the facts of these hosts (default all) again and gives the new view. */
  look(...hosts: readonly string[]): Promise<View>;
  /** From now on moments are counted: the site is broken. */
  broken(): void;
  moment(kind: DrillMoment['kind'], text: Text): void;
  figure(figure: DrillFigure): void;
  /** A person has to do something; undefined = not any more. */
  waitsFor(text: Text | undefined): void;
  /** The rehearsed technician switches a node on; nothing on a real site. */
  switchOn(node: string): void;
}

/** Whether a person may be waited for while the site is put back. */
export type Haste = 'patient' | 'stopped';

/** One drill on one target. */
export interface Drill {
  readonly order: DrillOrder;
  readonly title: Text;
  readonly warning: Text;
  /** What is typed to begin, and what is broken. */
  readonly target: string;
  readonly lastsSeconds: number;
  /** Why this site never bears it. Pure. */
  readonly refused: Diagnostic | undefined;
  /** Why the site does not bear it now. Pure; facts that are unknown refuse. */
  guard(view: View): Diagnostic | undefined;
  /** Begins a try: what `run` has done is what its `putBack` undoes. */
  begin(view: View): DrillTry;
}

export interface DrillTry {
  /** Breaks the site and measures. Throws a DiagnosticError where it did not go as promised. */
  run(context: DrillContext): Promise<void>;
  /** Puts back what was broken, as far as possible; called once after `run`, however that ended. Gives what is left. */
  putBack(context: DrillContext, haste: Haste): Promise<readonly Text[]>;
}
