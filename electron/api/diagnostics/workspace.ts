import { catalogue } from './catalogue.ts';

export const workspaceDiagnostics = catalogue({});
