import { registerHooks } from 'node:module';

/** From here on, whoever imports the rendering or the check of documents gets those that remember what they have seen. */
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const [, name] = /\/(publish\/render-feed|site\/check-document)\.ts$/.exec(resolved.url) ?? [];
    if (name === undefined || context.parentURL?.includes('/memoized-')) return resolved;
    const url = new URL(`memoized-${name.slice(name.indexOf('/') + 1)}.ts`, import.meta.url).href;
    return { ...resolved, url };
  },
});
