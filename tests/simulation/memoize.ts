import type { renderFeedDocuments } from '../../functions/publish/feed-documents.ts';

type Render = typeof renderFeedDocuments;

const mostKept = 3000;

/**
 * Renders each view once. Rendering is pure, and in a simulation the same few views are rendered again and again by
 * every publisher: three of four renderings are saved, and with them half the time of a run.
 */
export function memoized(render: Render): Render {
  const known = new Map<string, ReturnType<Render>>();
  return (view, folder) => {
    const name = folder + JSON.stringify(view);
    const documents = known.get(name) ?? render(view, folder);
    if (known.size >= mostKept) known.clear();
    known.set(name, documents);
    return documents;
  };
}
