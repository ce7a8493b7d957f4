import type { Figure } from './figure.ts';
import { archivePage } from './figures/archive-page.ts';
import { bundleSize } from './figures/bundle-size.ts';
import { catalogSize } from './figures/catalog-size.ts';
import { coldStart } from './figures/cold-start.ts';
import { edge } from './figures/edge.ts';
import { localBurst } from './figures/local-burst.ts';
import { memory } from './figures/memory.ts';
import { normalize } from './figures/normalize.ts';
import { renderHead } from './figures/render-head.ts';
import { cost, requests } from './figures/requests.ts';
import { uploadToVisible } from './figures/upload-to-visible.ts';

/** Every figure, in the order of docs/performance.md. */
export const figures: Figure[] = [
  normalize,
  coldStart,
  bundleSize,
  renderHead,
  archivePage,
  requests,
  cost,
  catalogSize,
  uploadToVisible,
  localBurst,
  edge,
  memory,
];
