// Loads a bundle as Lambda's runtime does and reports what it took. Plain JavaScript: nothing is to be loaded before.
const [path] = process.argv.slice(2);
const startedAt = performance.now();
const before = process.cpuUsage();
await import(path);
const { user, system } = process.cpuUsage(before);
const wallMs = performance.now() - startedAt;
process.send({ cpuMs: (user + system) / 1000, wallMs }, undefined, undefined, () => process.exit(0));
