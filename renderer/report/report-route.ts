import { hrefOf } from '../app/route.ts';

/** The number that a link to the report asks for: `#/sites/<ref>/report?evidence=E-031`. */
export function askedEvidence(hash: string): string | undefined {
  return new URLSearchParams(hash.split('?')[1] ?? '').get('evidence') || undefined;
}

export function evidenceHref(siteRef: string, number: string): string {
  return `${hrefOf(siteRef, 'report')}?${new URLSearchParams({ evidence: number })}`;
}
