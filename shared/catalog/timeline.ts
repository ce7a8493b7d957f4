import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDb } from '../clients.ts';
import { monthPrefix, monthsPartition, timelinePartition } from '../resources/table-keys.ts';
import { toItem } from './catalog.ts';
import { type TimelinePoint, timelinePoint } from './timeline-items.ts';

/** Where a walk begins: a month (`yyyy-mm`) and, unless it is the month's edge, a sort key in it. */
export interface Position {
  month: string;
  sortKey?: string;
  /** Also yield the point at the sort key itself. */
  inclusive?: boolean;
  /** Points fetched by one query, for who needs but a few. */
  most?: number;
}

/** Points fetched by one query: enough for a usual head or archive page at once. */
const pageSize = 160;
/** From the third query on, so many times more. */
const longWalk = 3;

/** One feed's timeline, read with strong consistency, a page at a time, across months. */
export class Timeline {
  readonly #dynamodb: DynamoDb;
  readonly #table: string;
  readonly #feed: string;
  readonly #most: number;

  /** @param most points fetched by one query */
  constructor(dynamodb: DynamoDb, table: string, feed: string, most = pageSize) {
    this.#dynamodb = dynamodb;
    this.#table = table;
    this.#feed = feed;
    this.#most = most;
  }

  /** Points before a position, newest first. */
  back(from: Position): AsyncGenerator<TimelinePoint> {
    return this.#walk(from, false);
  }

  /** Points after a position, oldest first. */
  forward(from: Position): AsyncGenerator<TimelinePoint> {
    return this.#walk(from, true);
  }

  /** Points before a position, newest first, within its month. */
  backInMonth(from: Position): AsyncGenerator<TimelinePoint> {
    return this.#month(from, false);
  }

  /** Points after a position, oldest first, within its month. */
  forwardInMonth(from: Position): AsyncGenerator<TimelinePoint> {
    return this.#month(from, true);
  }

  async *#walk(from: Position, ascending: boolean): AsyncGenerator<TimelinePoint> {
    yield* this.#month(from, ascending);
    // Months are looked up only when the first one was not enough: usually it is.
    const months = await this.months();
    const further = months.filter((month) => (ascending ? month > from.month : month < from.month));
    for (const month of ascending ? further : further.reverse())
      yield* this.#month({ month, most: from.most }, ascending);
  }

  async *#month(from: Position, ascending: boolean): AsyncGenerator<TimelinePoint> {
    const values: Record<string, string> = { ':pk': timelinePartition(this.#feed, from.month) };
    let condition = 'pk = :pk';
    if (from.sortKey !== undefined) {
      condition += ` AND sk ${ascending ? '>' : '<'}${from.inclusive ? '=' : ''} :sk`;
      values[':sk'] = from.sortKey;
    }
    const items = this.#query(condition, values, ascending, from.most);
    for await (const item of items) yield timelinePoint(item);
  }

  /** Months that may hold something, oldest first. */
  async months(): Promise<string[]> {
    const values = { ':pk': monthsPartition(this.#feed), ':prefix': monthPrefix };
    const months: string[] = [];
    for await (const item of this.#query('pk = :pk AND begins_with(sk, :prefix)', values, true)) {
      months.push(String(item.month));
    }
    return months;
  }

  async *#query(
    condition: string,
    values: Record<string, string>,
    ascending: boolean,
    most: number = this.#most,
  ) {
    const input: QueryCommandInput = {
      TableName: this.#table,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: toItem(values),
      ConsistentRead: true,
      ScanIndexForward: ascending,
      Limit: most,
    };
    for (let pages = 1; pages === 1 || input.ExclusiveStartKey; pages++) {
      // Whoever wants more than two pages mostly wants many more.
      if (pages === 3) input.Limit = longWalk * most;
      const page = await this.#dynamodb.send(new QueryCommand(input));
      for (const item of page.Items ?? []) yield unmarshall(item);
      input.ExclusiveStartKey = page.LastEvaluatedKey;
    }
  }
}
