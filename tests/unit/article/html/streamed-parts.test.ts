import { expect, test } from '@jest/globals';
import { limits } from '../../../../shared/article/html/limits.ts';
import {
  ElementNode,
  elementsIn,
  TextNode,
  type TreeNode,
  textOf,
} from '../../../../shared/article/html/nodes.ts';
import { Replacements } from '../../../../shared/article/html/replacements.ts';
import { placeStreamedParts } from '../../../../shared/article/html/streamed.ts';
import { readTree } from '../../../../shared/article/html/tree.ts';

const place = (id: string): string => `<template id="B:${id}"></template>`;
const part = (id: string, content: string): string => `<div hidden id="S:${id}">${content}</div>`;

function placed(html: string): ElementNode {
  const { body } = readTree(html);
  placeStreamedParts(elementsIn(body));
  return body;
}

test('streamed parts go to their places, whatever order they come in', () => {
  const page = `<p>One</p>${place('0')}<p>Four</p>${part('1', '<p>Three</p>')}${part('0', `<p>Two</p>${place('1')}`)}`;
  const body = placed(page);
  expect(textOf(body)).toBe('OneTwoThreeFour');
  expect(elementsIn(body).map(({ name }) => name)).not.toContain('template');
});

test('a part without a place stays where it is and can be seen; so does the second one for a place', () => {
  const body = placed(
    `${place('0')}<p>End</p>${part('7', 'Late')}${part('0', 'First')}${part('0', 'Second')}`,
  );
  expect(textOf(body)).toBe('FirstEndLateSecond');
  expect(elementsIn(body).filter(({ attributes }) => attributes.hidden !== undefined)).toEqual([]);
});

test('parts that hold the places of each other make no tree deeper than a few pages', () => {
  const count = 2_000;
  const chain = Array.from({ length: count }, (_, at) => part(at.toString(16), place((at + 1).toString(16))));
  const body = placed(place('0') + chain.join(''));
  let deepest = 0;
  const depths = new Map<ElementNode, number>([[body, 0]]);
  for (const element of elementsIn(body)) {
    const depth = (element.parent === undefined ? -1 : (depths.get(element.parent) ?? 0)) + 1;
    depths.set(element, depth);
    deepest = Math.max(deepest, depth);
  }
  expect(deepest).toBeLessThanOrEqual(2 * limits.depth);
});

test('however many nodes of a parent are replaced, its children are gone through once', () => {
  let read = 0;
  const parent = new ElementNode('div', {});
  const old = Array.from({ length: 5_000 }, (_, at) => new TextNode(String(at), parent));
  const children = new Proxy<TreeNode[]>([...old], {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) read += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  parent.children = children;
  const replacements = new Replacements();
  for (const node of old) replacements.replace(node, [new TextNode(`(${node.text})`)]);
  replacements.carryOut();
  expect(textOf(parent).startsWith('(0)(1)(2)')).toBe(true);
  expect(parent.children).toHaveLength(old.length);
  expect(read).toBeLessThanOrEqual(2 * old.length);
});
