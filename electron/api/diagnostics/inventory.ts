import { erasureDiagnostics } from './inventory/erasure.ts';
import { inventoryListingDiagnostics } from './inventory/listing.ts';
import { erasureReasonDiagnostics } from './inventory/reason.ts';

/** What is known of a machine (`inventory`), and what the installer would do to it (`erasure`). */
export const inventoryDiagnostics = {
  ...inventoryListingDiagnostics,
  ...erasureDiagnostics,
  ...erasureReasonDiagnostics,
} as const;
