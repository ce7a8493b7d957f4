import type { Figure, Row } from '../figure.ts';
import { burst, type CostPerArticle, onePutEach, trickle, variedBurst } from '../support/request-counts.ts';

const cases = [
  { what: 'trickle, one at a time, 6 feeds', count: trickle, requests: 45, dollars: 200 },
  { what: 'burst of 1,000, the same 6 feeds', count: burst, requests: 12, dollars: 60 },
  { what: 'burst of 1,000, 6 feeds of 18', count: variedBurst, requests: undefined, dollars: undefined },
];

/** Counted once, shown by two figures. */
const counted = new Map<string, Promise<CostPerArticle>>();

function countOnce({ what, count }: (typeof cases)[number]): Promise<CostPerArticle> {
  const known = counted.get(what) ?? count();
  counted.set(what, known);
  return known;
}

const goal = (atMost: number | undefined) => (atMost === undefined ? undefined : { atMost });

export const requests: Figure = {
  name: 'requests',
  title: 'requests per article, all that are billed (model)',
  alternative: 'one PUT per feed, format and article',
  async run({ progress }) {
    const rows: Row[] = [];
    for (const each of cases) {
      progress(each.what);
      const { requests: value, usual, breakdown } = await countOnce(each);
      const list = breakdown.map(([name, count]) => `${name} ${Number(count.toFixed(2))}`).join(', ');
      const note = `the alternative makes ${onePutEach.requests}. ${list}`;
      rows.push({ what: each.what, value, unit: 'requests', goal: goal(each.requests), note });
      if (usual === undefined) continue;
      rows.push({ what: 'of these the usual one, without archive pages', value: usual, unit: 'requests' });
    }
    return rows;
  },
};

export const cost: Figure = {
  name: 'cost',
  title: 'cost per million articles, requests at list prices',
  alternative: 'the same',
  async run({ progress }) {
    const rows: Row[] = [];
    for (const each of cases) {
      progress(each.what);
      const { dollarsPerMillion: value } = await countOnce(each);
      const note = `the alternative costs $${onePutEach.dollarsPerMillion}; compute, storage and transfer are not in it`;
      rows.push({ what: each.what, value, unit: '$', goal: goal(each.dollars), note });
    }
    return rows;
  },
};
