import type { Figure } from '../figure.ts';
import { addToArchive } from '../support/archive-correction.ts';

export const archivePage: Figure = {
  name: 'archive-page',
  title: 'an article of two days ago comes into the archive (model)',
  alternative: '-',
  async run() {
    const { changed, puts } = await addToArchive();
    return [
      { what: 'documents that change', value: changed, unit: 'documents' },
      {
        what: 'PUT though they did not change',
        value: puts - changed,
        unit: 'documents',
        goal: { atMost: 0 },
      },
    ];
  },
};
