import { parse } from 'acorn';

/**
 * What JavaScript runtime 2.0 of CloudFront Functions documents: ES 5.1 with const, let, arrow functions and template
 * literals (AWS, "JavaScript runtime 2.0 features for CloudFront Functions"). async and await are left out on purpose.
 */
const nodeTypes = new Set(
  `Program ExpressionStatement BlockStatement EmptyStatement ReturnStatement LabeledStatement BreakStatement
  ContinueStatement IfStatement SwitchStatement SwitchCase ThrowStatement TryStatement CatchClause WhileStatement
  DoWhileStatement ForStatement ForInStatement FunctionDeclaration VariableDeclaration VariableDeclarator
  ThisExpression ArrayExpression ObjectExpression Property FunctionExpression ArrowFunctionExpression
  UnaryExpression UpdateExpression BinaryExpression AssignmentExpression LogicalExpression MemberExpression
  ConditionalExpression CallExpression NewExpression SequenceExpression Identifier Literal TemplateLiteral
  TemplateElement`.split(/\s+/),
);

const globals = new Set(
  'undefined Object Array String Number Boolean Math JSON Date RegExp Error parseInt parseFloat isNaN decodeURIComponent encodeURIComponent'.split(
    ' ',
  ),
);

/** Methods that the functions may call: those of ES 5.1 and the few newer ones that are documented and of use. */
const methods = new Set(
  `charAt charCodeAt exec forEach filter hasOwnProperty indexOf join keys lastIndexOf map max min push replace slice
  some split startsWith endsWith includes substring test toLowerCase toString trim`.split(/\s+/),
);

interface Node {
  type: string;
  [name: string]: unknown;
}

/** Everything in the source that the runtime is not documented to support; empty when all is well. */
export function unsupported(source: string): string[] {
  const found: string[] = [];
  const declared = new Set<string>();
  const used = new Set<string>();
  // Runtime 2.0 knows no ES 6 modules; template literals and const need version 6 of the language to be parsed.
  const program = parse(source, { ecmaVersion: 6, sourceType: 'script' }) as unknown as Node;
  visit(program, undefined, '');
  for (const name of used) if (!declared.has(name) && !globals.has(name)) found.push(`global ${name}`);
  return found;

  function visit(node: Node, parent: Node | undefined, place: string): void {
    if (!nodeTypes.has(node.type)) found.push(node.type);
    if (node.async || node.generator) found.push(`async or generator ${node.type}`);
    if (node.type === 'Property' && (node.shorthand || node.method || node.computed))
      found.push('ES 6 property');
    if (node.type === 'Identifier') note(node.name as string, parent, place);
    if (node.type === 'CallExpression') checkCall(node.callee as Node);
    for (const [name, child] of Object.entries(node)) {
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, node, name);
    }
  }

  function note(name: string, parent: Node | undefined, place: string): void {
    const declares =
      place === 'params' || place === 'param' || (place === 'id' && parent?.type !== 'FunctionExpression');
    if (declares) declared.add(name);
    else if (!(place === 'property' && !parent?.computed) && place !== 'key') used.add(name);
  }

  function checkCall(callee: Node): void {
    if (callee.type !== 'MemberExpression' || callee.computed) return;
    const name = (callee.property as Node).name as string;
    if (!methods.has(name)) found.push(`method ${name}`);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
