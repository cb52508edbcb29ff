import { catalogue } from './catalogue.ts';

export const siteDiagnostics = catalogue({});
