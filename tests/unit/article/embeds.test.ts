import { expect, test } from '@jest/globals';
import { articleOf } from './support/site.ts';

const body = async (html: string): Promise<string> =>
  (await articleOf('a.md', `# T\n\nText of it.\n\n${html}`)).content.html.replace(
    /^<p>Text of it\.<\/p>\n?/,
    '',
  );

test.each([
  [
    '<iframe src="https://www.youtube.com/embed/abcdefghijk?autoplay=1" title="A film"></iframe>',
    '<p><iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk" title="A film" allowfullscreen></iframe></p>',
  ],
  [
    '<iframe src="https://player.vimeo.com/video/12345"></iframe>',
    '<p><iframe src="https://player.vimeo.com/video/12345" title="Video" allowfullscreen></iframe></p>',
  ],
  [
    '<iframe src="https://maps.example.org/m?x=1" title="A map"></iframe>',
    '<p><a href="https://maps.example.org/m?x=1">A map</a></p>',
  ],
  [
    '<iframe src="//maps.example.org/m"></iframe>',
    '<p><a href="https://maps.example.org/m">maps.example.org</a></p>',
  ],
  [
    '<iframe src="https://www.youtube.com.evil.example/embed/abcdefghijk"></iframe>',
    '<p><a href="https://www.youtube.com.evil.example/embed/abcdefghijk">www.youtube.com.evil.example</a></p>',
  ],
  [
    '<iframe src="javascript:alert(1)" title="x"></iframe><iframe srcdoc="<b>x</b>"></iframe><object data="x.swf">y</object><embed src="x.swf">',
    '',
  ],
  ['<svg onload="x()"><text>drawn</text></svg>', ''],
  [
    '<p>Formula <math display="block"><semantics><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow><annotation-xml encoding="text/html"><b>no</b></annotation-xml></semantics></math></p>',
    '<p>Formula <math display="block"><semantics><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow></semantics></math></p>',
  ],
  [
    '<video src="film.mp4" poster="p.jpg" autoplay onplay="x()"></video>',
    '<p><video src="inbox:film.mp4" poster="inbox:p.jpg" controls></video></p>',
  ],
  [
    '<p style="position:fixed" id="top" class="x">Styled <font color=red>text</font></p>',
    '<p>Styled text</p>',
  ],
  [
    '<p>See <a href="#note">1</a> and <a href="#gone">2</a>.</p><p id="note">Note.</p>',
    '<p>See <a href="#ref-note">1</a> and 2.</p>\n<p id="ref-note">Note.</p>',
  ],
])('%s', async (html, clean) => {
  expect(await body(html)).toBe(clean);
});
