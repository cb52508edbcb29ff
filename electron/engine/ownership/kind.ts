import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Orphan } from '../../api/plan.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { Known } from '../facts/fact.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import { ownershipTag } from '../site/derive.ts';
import { unknownFact } from '../steps/machines/support/cluster-view.ts';
import type { ApplyContext, View } from '../steps/step.ts';

/** What can be known of the cluster, from a node that can speak for it. */
export interface ClusterSight {
  readonly view: View;
  readonly site: Site;
  /** The node whose word is taken. */
  readonly host: string;
  readonly facts: HostFacts;
}

/** A thing that carries the mark of this site. */
export interface OwnedThing {
  /** As Proxmox names it: `101`, `vm:101`, `101-0`, `data`. */
  readonly id: string;
  /** As a person names it and types it. */
  readonly name: string;
  /** Nodes that hold it; empty = the cluster as a whole. */
  readonly nodes: readonly string[];
  /** Whether the site file (still) calls for it. */
  readonly isNamed: boolean;
  /** Guest with which it goes. */
  readonly guestId?: number;
}

/** One kind of thing that we make: how ours is told from others', and how it is taken away. */
export interface OwnableKind {
  readonly kind: Orphan['kind'];
  /** What of this kind is ours by its mark. Throws a DiagnosticError where that cannot be known. Pure. */
  find(sight: ClusterSight): readonly OwnedThing[];
  /** Why the site file does not call for it. */
  why(site: Site, thing: OwnedThing): Text;
  /**
   * Why it must not be removed now. `leaving` = guests that are no longer named and may go before it.
   * Before a removal it is asked again with none.
   */
  guard?(sight: ClusterSight, thing: OwnedThing, leaving: ReadonlySet<number>): Diagnostic | undefined;
  /** Takes it away and waits until it is gone. What is gone already is no error. */
  remove(context: ApplyContext, sight: ClusterSight, thing: OwnedThing): Promise<void>;
  /** Kinds that go before it where both are removed. */
  readonly after: readonly Orphan['kind'][];
}

/** The value of a fact that a kind needs; unknown throws, so that it is never taken for absent. */
export function mustKnow<T>(sight: ClusterSight, fact: Known<T>, what: string): T {
  if (fact.known) return fact.value;
  throw new DiagnosticError(unknownFact(sight.host, what, fact.why));
}

/** The usual reason. */
export function notNamed(site: Site, thing: OwnedThing): Text {
  return {
    en: `It carries ${ownershipTag(site)}, and site.toml does not call for ${thing.name}.`,
    es: `Lleva ${ownershipTag(site)} y site.toml no pide ${thing.name}.`,
  };
}
