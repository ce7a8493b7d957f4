import { RejectedUploadError } from '../../errors.ts';
import type { TextFormat } from './format.ts';
import { membersOf } from './json/access.ts';
import { jsonFeed } from './json/json-feed.ts';
import { ninjs } from './json/ninjs.ts';
import { ownArticle } from './json/own-article.ts';
import { schemaOrg } from './json/schema-org.ts';
import type { JsonVocabulary } from './json/vocabulary.ts';

/** Every vocabulary, in the order in which they are asked. */
const vocabularies: readonly JsonVocabulary[] = [jsonFeed, ninjs, schemaOrg, ownArticle];

/** One article in JSON, or a list of them, or a feed. */
export const json: TextFormat = {
  name: 'json',
  recognizes({ text, extension, mediaType }) {
    if (!/^\s*[{[]/.test(text.slice(0, 1000))) return false;
    if (extension === 'json' || extension === 'jsonld' || /[/+]json$/.test(mediaType)) return true;
    return (
      !['md', 'markdown'].includes(extension) &&
      /^\s*(?:\{\s*["}]|\[\s*[\]{])/.test(text.slice(0, 1000)) &&
      /[}\]]\s*$/.test(text.slice(-1000))
    );
  },
  async parse(text, context) {
    const value = parseJson(text);
    const documents = (Array.isArray(value) ? value : [value]).flatMap((item) => {
      const members = membersOf(item);
      return (
        vocabularies.find((vocabulary) => vocabulary.recognizes(members))?.documents(members, context) ?? []
      );
    });
    if (documents.length > 0) return documents;
    throw new RejectedUploadError(
      'json-unknown',
      'The file is JSON but holds no article in a vocabulary we know: ninjs, JSON Feed, schema.org or our own.',
    );
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RejectedUploadError(
      'json-broken',
      `The file is not valid JSON: ${reason.slice(0, 200)}. Mend it and upload again.`,
      {
        cause: error,
      },
    );
  }
}
