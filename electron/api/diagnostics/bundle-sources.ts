import { downloadDiagnostics } from './bundle-sources/download.ts';
import { ociDiagnostics } from './bundle-sources/oci.ts';
import { registryDiagnostics } from './bundle-sources/registry.ts';

/** Where a bundle's content comes from and goes to: servers of files, registries of images, images on disk. */
export const bundleSourcesDiagnostics = { ...downloadDiagnostics, ...registryDiagnostics, ...ociDiagnostics } as const;
