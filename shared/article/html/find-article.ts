import { describeBlocks, type Surveyed } from './blocks/describe-blocks.ts';
import { dropBlocks } from './blocks/drop-blocks.ts';
import { unwantedBlocks } from './blocks/judge-blocks.ts';
import { findContent, widen } from './find-content.ts';
import { measure } from './measure.ts';
import type { ElementNode } from './nodes.ts';
import { wrapBareText } from './paragraphs.ts';
import { dropRepeated } from './repeated.ts';
import { dropFurniture } from './unwanted.ts';

/**
 * Finds the article in a page: drops furniture, settles on the part of the page that holds the prose and the title, then
 * judges each block in it.
 * @returns the element whose children are the article, title included
 */
export function findArticle(body: ElementNode, heading: ElementNode | undefined): ElementNode {
  const surveyed = survey(body, heading);
  dropBlocks(
    surveyed.content,
    unwantedBlocks(describeBlocks(surveyed)).map(({ element }) => element),
  );
  return surveyed.content;
}

/** The part of the page that holds the article, cleaned of what is furniture by any standard. */
export function survey(body: ElementNode, heading: ElementNode | undefined): Surveyed {
  dropFurniture(body, heading);
  const core = findContent(body);
  const content = widen(core, heading);
  wrapBareText(content);
  const measures = measure(content);
  const hasChanged = dropRepeated(content, measures);
  return { content, core, heading, measures: hasChanged ? measure(content) : measures };
}
