import { catalogue } from './catalogue.ts';

export const stackDiagnostics = catalogue({});
