import type { Route } from './routes.ts';
import { accessRoutes } from './routes-access.ts';
import { clusterRoutes } from './routes-cluster.ts';
import { nodeRoutes } from './routes-nodes.ts';

/** Every method of the API that the rehearsal answers. */
export const API_ROUTES: readonly Route[] = [...clusterRoutes, ...nodeRoutes, ...accessRoutes];
