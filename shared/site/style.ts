import { createHash } from 'node:crypto';

export const style = `:root{color-scheme:light dark;--paper:#fdfcfa;--ink:#1f1d1a;--muted:#645e57;--line:#e2ddd5;--accent:#9a3412;--wash:#f4f0ea}
@media (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e6e3de;--muted:#a8a29a;--line:#33363b;--accent:#f0a67f;--wash:#1f2226}}
body{margin:0;background:var(--paper);color:var(--ink)}`;

/** The source expression that allows the style in a Content-Security-Policy (CSP 3, section 2.3.1). */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
