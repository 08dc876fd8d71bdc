/** What surrounds the sections: the bar at the top, and the column that they stand in. */
export const FRAME = `
.bar {
  position: sticky;
  top: 0;
  z-index: 5;
  display: flex;
  align-items: center;
  gap: 4px 20px;
  padding: 8px max(24px, calc((100vw - 1160px) / 2));
  border-bottom: 1px solid var(--line);
  background: var(--surface);
}
/* One line: what a long name has more is said below, in the verdict. */
.bar .stack { flex: 1 1 160px; min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.bar .stack strong { margin-right: 8px; }
.bar nav { flex: 0 1 auto; min-width: 0; }
.bar nav ul { display: flex; gap: 2px 14px; font-size: 13px; }
.bar nav a { color: var(--quiet); text-decoration: none; white-space: nowrap; }
.bar nav a:hover { color: var(--accent); text-decoration: underline; }
.bar nav .count { font-variant-numeric: tabular-nums; }
#theme { flex: none; }
#theme { font-size: 13px; }
#theme[aria-pressed="true"] { background: var(--ink); color: var(--surface); border-color: var(--ink); }

main { max-width: 1208px; margin: 0 auto; padding: 0 24px 64px; }
section { margin-top: 40px; }
h2 { margin-bottom: 10px; font-size: 18px; line-height: 1.3; letter-spacing: -0.01em; }
h2 .count { margin-left: 4px; font-size: 14px; }
section > h3 { margin: 18px 0 6px; font-size: 14px; }
`;
