/** Steps into an item: names (with `#` where they are placeholders) and list indices. */
export type Path = (string | number)[];

export type Operand =
  | { type: 'path'; path: Path }
  | { type: 'value'; name: string }
  | { type: 'size'; path: Path };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition, filter or key condition, as a tree. */
export type Condition =
  | { type: 'and' | 'or'; left: Condition; right: Condition }
  | { type: 'not'; inner: Condition }
  | { type: 'compare'; left: Operand; comparator: Comparator; right: Operand }
  | { type: 'between'; value: Operand; low: Operand; high: Operand }
  | { type: 'in'; value: Operand; list: Operand[] }
  | {
      type: 'call';
      name: 'attribute_exists' | 'attribute_not_exists' | 'attribute_type' | 'begins_with' | 'contains';
      args: Operand[];
    };

/** What a `SET` gives an attribute. */
export type SetValue =
  | Operand
  | { type: 'plus' | 'minus'; left: SetValue; right: SetValue }
  | { type: 'if_not_exists'; path: Path; otherwise: SetValue }
  | { type: 'list_append'; left: SetValue; right: SetValue };

/** An update expression: its clauses. */
export interface Update {
  set: { path: Path; value: SetValue }[];
  remove: Path[];
  add: { path: Path; value: Operand }[];
  delete: { path: Path; value: Operand }[];
}
