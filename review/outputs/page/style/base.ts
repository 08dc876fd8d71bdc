/**
 * Colours, and how elements look wherever they stand. Colours are named once for light and dark (`light-dark`), and every one that text
 * stands on is tried for contrast by a test.
 */
export const BASE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f8, #101317);
  --surface: light-dark(#ffffff, #171b21);
  --raised: light-dark(#f1f3f5, #1f252d);
  --ink: light-dark(#1a1f26, #e4e8ee);
  --quiet: light-dark(#57606c, #9ba6b4);
  --line: light-dark(#dfe3e8, #2b323c);
  --strong-line: light-dark(#8a94a1, #66717f);
  --accent: light-dark(#1f4fbf, #93b4ff);
  --gained: light-dark(#0b6130, #7fdca0);
  --gained-ground: light-dark(#dcf3e4, #12331f);
  --lost: light-dark(#a3192c, #ff9fa4);
  --lost-ground: light-dark(#fde6e7, #3d171b);
  --unknown: light-dark(#5b3a9c, #c9b2ff);
  --unknown-ground: light-dark(#ede7fb, #2a2140);
  --escalation: light-dark(#9f1225, #ff9fa4);
  --escalation-ground: light-dark(#fde6e7, #3d171b);
  --irreversible: light-dark(#6a1f93, #dcadff);
  --irreversible-ground: light-dark(#f5e6fc, #331a42);
  --risk: light-dark(#7d4600, #f5c26b);
  --risk-ground: light-dark(#fdefd3, #38290d);
  --notice: light-dark(#40505f, #b4c1cf);
  --notice-ground: light-dark(#e9edf1, #252d36);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  background: var(--page);
  color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  scroll-padding-top: 64px;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; }
ul, ol { list-style: none; }
fieldset { border: 0; }
code { font: 0.92em/1.4 var(--mono); }
bdi { unicode-bidi: isolate; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.quiet, .count { color: var(--quiet); font-weight: 400; }
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip { position: absolute; left: -999px; top: 0; z-index: 10; padding: 8px 12px; background: var(--surface); }
.skip:focus { left: 8px; top: 8px; }

button, input, select { font: inherit; color: inherit; }
button {
  padding: 3px 10px;
  border: 1px solid var(--strong-line);
  border-radius: 6px;
  background: var(--surface);
  cursor: pointer;
}
button:hover { background: var(--raised); }
summary { cursor: pointer; }
`;
