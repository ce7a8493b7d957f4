import type { renderFeed } from '../../../functions/publish/render-feed.ts';
import type { checkDocument } from '../../../shared/site/check-document.ts';

type Render = typeof renderFeed;
type Check = typeof checkDocument;

const mostKept = 3000;

/**
 * Renders each view once. Rendering is pure, and in a simulation the same few views are rendered again and again by
 * every publisher: three of four renderings are saved, and with them half the time of a run. What is remembered is no
 * promise: with one, the order in which things happen would depend on what had been rendered before.
 */
export function memoizedRender(render: Render): Render {
  const known = new Map<string, ReturnType<Render>>();
  return (view, folder) => {
    const name = folder + JSON.stringify(view);
    const documents = known.get(name) ?? render(view, folder);
    if (known.size >= mostKept) known.clear();
    known.set(name, documents);
    return documents;
  };
}

/** Checks each document once; one that fails is checked, and fails, again. */
export function memoizedCheck(check: Check): Check {
  const passed = new Set<string>();
  return (name, text, expectedIds) => {
    const document = `${name} ${expectedIds.join()} ${text}`;
    if (passed.has(document)) return;
    check(name, text, expectedIds);
    if (passed.size >= mostKept) passed.clear();
    passed.add(document);
  };
}
