/**
 * Loads what makes documents and checks them. A fifth of the code would have to be compiled at a cold start; so it is loaded
 * while the first message waits for the catalog.
 */
export const rendering = () => import('./rendering.ts');
