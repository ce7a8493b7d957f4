import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../shared/errors.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';

const title = 'Harbour News';

describe('site settings', () => {
  test('defaults are filled in, and filled in settings stay as they are', () => {
    const settings = parseSiteSettings({ title });
    expect(settings).toMatchObject({ title, language: 'en', timeZone: 'UTC', feedSize: 50, hubs: [] });
    expect(settings.formats).toEqual(['json', 'rss', 'atom']);
    expect(parseSiteSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  test.each([
    'UTC',
    'Europe/Berlin',
    'America/Argentina/Ushuaia',
    // Zones have older and newer names, and names of a kind of their own.
    'Asia/Calcutta',
    'Asia/Kolkata',
    'US/Eastern',
    'Etc/GMT+5',
  ])('%s is a time zone', (timeZone) => {
    expect(parseSiteSettings({ title, timeZone }).timeZone).toBe(timeZone);
  });

  test.each(['', 'Berlin', 'Europe/Nowhere', 'utc+25', 'Europe/Berlin '])('%j is none', (timeZone) => {
    expect(() => parseSiteSettings({ title, timeZone })).toThrow(
      'is not an IANA time zone such as Europe/Berlin',
    );
  });

  test('each field that is wrong is named, with what is wrong with it', () => {
    const wrong = { titel: title, feedSize: 0, formats: ['json', 'json'], hubs: ['hub'], author: {} };
    let thrown: unknown;
    try {
      parseSiteSettings(wrong);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigurationError);
    const { code, message } = thrown as ConfigurationError;
    expect(code).toBe('site-settings-invalid');
    expect(message.split('\n').slice(1)).toEqual([
      '✖ Unrecognized key: "titel"',
      '✖ Invalid input: expected string, received undefined',
      '  → at title',
      '✖ Too small: expected number to be >=1',
      '  → at feedSize',
      '✖ names a format twice',
      '  → at formats',
      '✖ Invalid input: expected string, received undefined',
      '  → at author.name',
      '✖ Invalid URL',
      '  → at hubs[0]',
    ]);
  });
});
