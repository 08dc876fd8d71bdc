/**
 * The page's style. Colours are named once for light and dark (`light-dark`), and every one that text stands on is tried for contrast by
 * a test. Marks differ by their sign and their border, and only then by their colour.
 */
export const STYLE = `
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

.bar {
  position: sticky;
  top: 0;
  z-index: 5;
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 20px;
  padding: 8px max(24px, calc((100vw - 1160px) / 2));
  border-bottom: 1px solid var(--line);
  background: var(--surface);
}
.bar .stack { min-width: 0; max-width: 100%; }
.bar .stack strong { margin-right: 8px; }
.bar nav { flex: 1; min-width: 0; }
.bar nav ul { display: flex; flex-wrap: wrap; gap: 2px 14px; justify-content: flex-end; font-size: 13px; }
.bar nav a { color: var(--quiet); text-decoration: none; white-space: nowrap; }
.bar nav a:hover { color: var(--accent); text-decoration: underline; }
.bar nav .count { font-variant-numeric: tabular-nums; }
#theme { font-size: 13px; }
#theme[aria-pressed="true"] { background: var(--ink); color: var(--surface); border-color: var(--ink); }

main { max-width: 1208px; margin: 0 auto; padding: 0 24px 64px; }
section { margin-top: 40px; }
h2 { margin-bottom: 10px; font-size: 18px; line-height: 1.3; letter-spacing: -0.01em; }
h2 .count { margin-left: 4px; font-size: 14px; }
section > h3 { margin: 18px 0 6px; font-size: 14px; }

.verdict { margin-top: 20px; padding: 18px 22px 16px; border-radius: 10px; background: var(--ground); color: var(--tone); }
.verdict h1 { font-size: 19px; line-height: 1.4; font-weight: 500; letter-spacing: -0.01em; }
.verdict .word { display: block; font-size: 27px; line-height: 1.2; font-weight: 700; }
.verdict .headline { display: block; max-width: 62em; margin-top: 4px; color: var(--ink); }
.verdict-blocked { --tone: var(--escalation); --ground: var(--escalation-ground); }
.verdict-approval { --tone: var(--risk); --ground: var(--risk-ground); }
.verdict-changes { --tone: var(--accent); --ground: light-dark(#e6edfc, #1a2740); }
.verdict-nothing { --tone: var(--gained); --ground: var(--gained-ground); }
.verdict-cannot-tell { --tone: var(--unknown); --ground: var(--unknown-ground); }
.tally { display: flex; flex-wrap: wrap; gap: 4px 28px; margin-top: 12px; color: var(--ink); font-size: 13px; }
.tally div { display: flex; gap: 8px; }
.tally dt { color: var(--tone); font-weight: 600; }

.findings, .effects, .approvals, .said, .gaps, .remarks {
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
  overflow: hidden;
}
.findings > li, .effects > li, .approvals > li, .said > li, .gaps > li, .remarks > li {
  padding: 10px 16px;
  border-top: 1px solid var(--line);
}
.findings > li:first-child, .effects > li:first-child, .approvals > li:first-child, .said > li:first-child,
.gaps > li:first-child, .remarks > li:first-child { border-top: 0; }
.findings h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 10px; font-size: 14px; }
.findings h3 code { color: var(--quiet); font-weight: 400; }
.level { padding: 0 8px; border-radius: 4px; background: var(--ground); color: var(--tone); font-size: 12px; font-weight: 600; }
.level-escalation { --tone: var(--escalation); --ground: var(--escalation-ground); }
.level-irreversible { --tone: var(--irreversible); --ground: var(--irreversible-ground); }
.level-risk { --tone: var(--risk); --ground: var(--risk-ground); }
.level-notice { --tone: var(--notice); --ground: var(--notice-ground); }
.finding { border-left: 3px solid var(--tone); }
.finding.accepted { border-left-style: dashed; }
.finding .sentence { max-width: 75em; margin: 3px 0; }
.sentence > summary { list-style-position: outside; }
.tag {
  display: inline-block;
  padding: 0 7px;
  border: 1px solid var(--strong-line);
  border-radius: 4px;
  color: var(--quiet);
  font-size: 12px;
  font-weight: 400;
  white-space: nowrap;
}
.tag.uncertain { border-style: dashed; }
.tag.over { border-color: var(--risk); color: var(--risk); }
.acceptance { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 0 20px; color: var(--quiet); font-size: 13px; }
.facts div { display: flex; gap: 6px; min-width: 0; }
.facts dt::after { content: ":"; }
.facts dd { color: var(--ink); min-width: 0; }
.more { display: flex; flex-wrap: wrap; align-items: start; gap: 4px 16px; margin-top: 4px; font-size: 13px; }
.more:empty { display: none; }
.show { padding: 0; border: 0; background: none; color: var(--accent); }
.show:hover { background: none; text-decoration: underline; }
.people { min-width: 0; }
.people summary { color: var(--accent); }
.people[open] { flex-basis: 100%; }
.people ul { columns: 260px; column-gap: 24px; padding: 6px 0 2px; }
.people li { break-inside: avoid; }

.chain { display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 3px 0; font-size: 13px; }
.chain li { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0 5px; min-width: 0; }
.chain li + li::before { content: "→"; content: "→" / ""; color: var(--quiet); margin-right: 1px; }
.chain .kind { color: var(--quiet); }
.chain bdi { padding: 0 6px; border-radius: 4px; background: var(--raised); min-width: 0; }

.effect { display: grid; grid-template-columns: 30px minmax(0, 1fr); gap: 0 12px; }
.effect .glyph {
  align-self: start;
  min-width: 30px;
  border: 1px solid var(--tone);
  border-radius: 5px;
  background: var(--ground);
  color: var(--tone);
  font-weight: 700;
  text-align: center;
}
.effect .line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; color: var(--quiet); font-size: 13px; }
.permissions { display: flex; flex-wrap: wrap; gap: 2px 10px; }
.change-gained, .change-maybe-gained { --tone: var(--gained); --ground: var(--gained-ground); }
.change-lost, .change-maybe-lost { --tone: var(--lost); --ground: var(--lost-ground); }
.change-unknown { --tone: var(--unknown); --ground: var(--unknown-ground); }
.change-none { --tone: var(--notice); --ground: var(--notice-ground); }
.change-maybe-gained .glyph, .change-maybe-lost .glyph, .change-unknown .glyph { border-style: dashed; background: none; }
.approvals span { margin-left: 8px; }
.said .sentence, .gaps .sentence, .remarks .sentence { max-width: 90em; white-space: pre-line; }
.incomplete { color: var(--unknown); }

table { border-collapse: collapse; background: var(--surface); font-size: 13px; }
th, td { padding: 4px 12px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scrolled { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.scrolled table { width: 100%; overflow-wrap: normal; }
.scrolled td, .scrolled th { overflow-wrap: anywhere; }
.quotas th, .quotas td { min-width: 70px; }
.quotas th:first-child { min-width: 140px; }
.counts { margin: 8px 0; border: 1px solid var(--line); }
#quotas > details { margin-top: 8px; }
#quotas > details > summary { margin-bottom: 6px; color: var(--accent); }
.hashes > div { display: flex; flex-wrap: wrap; gap: 0 12px; }
.hashes dt { min-width: 190px; color: var(--quiet); }
.changes > summary { color: var(--accent); }
.change { margin: 6px 0; padding: 6px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.change > p { margin: 4px 0; }
.change td { min-width: 140px; }

.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 14px; }
.filters label { display: grid; gap: 2px; color: var(--quiet); font-size: 13px; }
.filters input[type="search"] {
  width: 210px;
  max-width: 100%;
  padding: 5px 9px;
  border: 1px solid var(--strong-line);
  border-radius: 6px;
  background: var(--surface);
  color: var(--ink);
}
.filters .check { display: flex; align-items: center; gap: 6px; padding: 6px 0; color: var(--ink); font-size: 14px; }
.filters .check input { width: 16px; height: 16px; margin: 0; accent-color: var(--accent); }
.filters button { padding: 5px 12px; }
.selected { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin-top: 10px; }
.above-grid { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 18px; margin: 12px 0 6px; }
#shown { color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }
.views { display: flex; padding: 2px; border-radius: 8px; background: light-dark(#e4e8ec, #262d36); }
.views label { position: relative; }
.views input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.views span { display: block; padding: 3px 14px; border-radius: 6px; font-size: 13px; }
.views input:checked + span { background: var(--surface); box-shadow: 0 0 0 1px var(--strong-line); font-weight: 600; }
.views input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-bottom: 8px; color: var(--quiet); font-size: 12px; }
.legend li { display: flex; align-items: center; gap: 6px; }

.mark {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-width: 22px;
  height: 20px;
  padding: 0 3px;
  border: 1px solid transparent;
  border-radius: 4px;
  font-size: 12px;
  font-weight: 700;
  line-height: 1;
  white-space: nowrap;
}
.mark-gained { background: var(--gained-ground); color: var(--gained); border-color: var(--gained); }
.mark-lost { background: var(--lost-ground); color: var(--lost); border-color: var(--lost); }
.mark-maybe-gained { color: var(--gained); border: 1px dashed var(--gained); }
.mark-maybe-lost { color: var(--lost); border: 1px dashed var(--lost); }
.mark-unknown { color: var(--unknown); border: 1px dashed var(--unknown); }
.mark-both { background: var(--risk-ground); color: var(--risk); border-color: var(--risk); }
.mark-has, .mark-maybe-has, .mark-inherited, .mark-locked { color: var(--quiet); font-weight: 400; }

.grid {
  position: relative;
  max-height: min(62vh, 560px);
  min-height: 260px;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
  contain: strict;
}
.grid-head { position: sticky; top: 0; z-index: 2; min-width: 100%; background: var(--surface); border-bottom: 1px solid var(--strong-line); }
.grid-body { position: relative; min-width: 100%; }
.section-row { position: relative; height: 24px; }
.head-row { position: relative; height: 148px; }
.wide .head-row { height: 92px; }
.corner {
  position: sticky;
  left: 0;
  z-index: 1;
  height: 100%;
  padding: 6px 12px;
  background: var(--surface);
  border-right: 1px solid var(--line);
  color: var(--quiet);
  font-size: 12px;
  display: flex;
  align-items: end;
}
.section-head {
  position: absolute;
  top: 0;
  height: 24px;
  padding: 3px 6px 0;
  overflow: hidden;
  border-left: 1px solid var(--line);
  color: var(--quiet);
  font-size: 11px;
  white-space: nowrap;
  text-overflow: ellipsis;
}
.column-head {
  position: absolute;
  bottom: 0;
  height: 148px;
  padding: 6px 0;
  overflow: hidden;
  border-left: 1px solid transparent;
  font-size: 12px;
}
.grid:not(.wide) .column-head .name {
  display: block;
  width: 100%;
  height: 100%;
  writing-mode: vertical-rl;
  transform: rotate(180deg);
  line-height: var(--column);
  overflow: hidden;
  white-space: nowrap;
  text-overflow: ellipsis;
}
.column-head.power-realm .name, .column-head.power-administration .name { font-weight: 700; }
.column-head.power-realm .name::before { content: "▲ "; content: "▲ " / "over the realm: "; }
.column-head.power-administration .name::before { content: "△ "; content: "△ " / "administration: "; }
.column-head.locked .name::before { content: "⊘ "; content: "⊘ " / ""; }
.wide .column-head { height: 92px; padding: 6px 8px; border-left-color: var(--line); display: flex; flex-direction: column; justify-content: end; }
.wide .column-head .name { font-size: 11px; font-weight: 600; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; flex: none; }
.wide .in-words { color: var(--quiet); line-height: 1.3; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.row { position: absolute; left: 0; width: 100%; height: 32px; border-bottom: 1px solid var(--line); }
.row-head {
  position: sticky;
  left: 0;
  z-index: 1;
  display: flex;
  align-items: center;
  gap: 10px;
  height: 31px;
  padding: 0 12px;
  background: var(--surface);
  border-right: 1px solid var(--line);
  font-size: 13px;
}
.row-head bdi { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.row-head .name { flex: 1 1 auto; min-width: 40%; }
.row-head .note { flex: 0 1 auto; color: var(--quiet); font-size: 12px; text-align: right; }
.narrow .row-head { flex-direction: column; align-items: stretch; justify-content: center; gap: 0; padding: 0 8px; font-size: 12px; line-height: 1.25; }
.narrow .row-head .name { flex: none; }
.narrow .row-head .note { flex: none; font-size: 11px; text-align: left; }
.cell {
  position: absolute;
  top: 0;
  display: flex;
  align-items: center;
  justify-content: center;
  height: 31px;
  border-left: 1px solid light-dark(#eef0f3, #20262e);
  cursor: pointer;
}
.wide .cell { justify-content: start; padding: 0 8px; }
.wide .mark { padding: 0 8px; font-size: 12px; }
.cell:focus { outline: 2px solid var(--accent); outline-offset: -2px; }
.row:hover > .row-head, .row:hover { background: var(--raised); }
#readout { min-height: 21px; margin-top: 6px; color: var(--quiet); font-size: 13px; }

#detail { margin-top: 10px; padding: 14px 16px; border: 1px solid var(--strong-line); border-radius: 8px; background: var(--surface); }
.detail-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: 8px; margin-bottom: 8px; }
.detail-head h3 { font-size: 15px; min-width: 0; }
#detail .scrolled + .scrolled { margin-top: 12px; }
.detail caption { padding: 6px 12px; text-align: left; font-weight: 600; }
.detail .stays { color: var(--quiet); }
.detail .stays th { font-weight: 400; }
.detail .opened > * { background: var(--raised); }
.detail th[scope="row"] { min-width: 200px; }
.detail td:last-child { min-width: 240px; }
.detail code { color: var(--quiet); }
.holding { border: 0; }
.holding.mark-maybe-has { border-bottom: 1px dashed var(--strong-line); color: inherit; }
.holding.mark-has { color: inherit; }
.limit { color: var(--quiet); font-size: 12px; }

.list { width: 100%; border: 1px solid var(--line); table-layout: fixed; }
.list th:first-child { width: 30%; }
.list tbody th { font-weight: 400; }
.list .where, .list .full-name { display: block; color: var(--quiet); font-size: 12px; }
.link { padding: 0; border: 0; background: none; color: var(--accent); text-align: left; font-weight: 600; }
.link:hover { background: none; text-decoration: underline; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
.chip { min-width: 0; padding: 0 8px; border: 1px solid var(--line); border-radius: 5px; }
.chip.mark-gained { border-color: var(--gained); }
.chip.mark-lost { border-color: var(--lost); }
.chip.mark-maybe-gained { border: 1px dashed var(--gained); }
.chip.mark-maybe-lost { border: 1px dashed var(--lost); }
.chip.mark-unknown { border: 1px dashed var(--unknown); }
.chip .glyph { margin-right: 5px; font-weight: 700; }
.more-rows { margin-top: 8px; }

@media (max-width: 640px) {
  main { padding: 0 14px 48px; }
  .bar { position: static; padding: 8px 14px; }
  .bar nav { order: 3; flex-basis: 100%; }
  .bar nav ul { justify-content: flex-start; }
  .bar .stack { flex: 1; }
  :root { scroll-padding-top: 8px; }
  .verdict { padding: 14px 16px; }
  .verdict h1 { font-size: 16px; }
  .verdict .word { font-size: 22px; }
  .tally div { flex-wrap: wrap; gap: 0 8px; }
  .filters label, .filters input[type="search"] { width: 100%; }
  .filters .check { width: auto; flex: 1; }
  .filters .check input { width: 16px; }
  .list th:first-child { width: 38%; }
  .list th, .list td { padding: 5px 8px; white-space: normal; }
  .detail th[scope="row"] { min-width: 120px; }
  .detail td:last-child { min-width: 170px; }
  .detail th, .detail td { padding: 4px 8px; }
  #detail { padding: 12px; }
}

@media (prefers-contrast: more) {
  :root { --line: var(--strong-line); --quiet: var(--ink); }
}
@media (forced-colors: active) {
  .mark, .level, .chip { border: 1px solid; }
}

@media print {
  :root { color-scheme: light !important; --page: #ffffff; font-size: 10.5pt; }
  .bar { position: static; padding: 0 0 6px; }
  .bar nav, .skip, #theme, .show, #matrix-content, noscript { display: none !important; }
  main { max-width: none; padding: 0; }
  section { margin-top: 22px; }
  .verdict, .mark, .level, .glyph, .chip, .chain bdi { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .finding, .effect, .list tr, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  .findings, .effects, .approvals, .said, .gaps, .remarks, .scrolled { overflow: visible; }
  .scrolled table { width: 100%; font-size: 8.5pt; }
  .quotas th, .quotas td, .quotas th:first-child { min-width: 0; padding: 3px 5px; white-space: normal; }
  .people summary, .changes > summary, #quotas > details > summary { color: var(--ink); }
  .list { font-size: 9pt; }
  #printed p { margin-bottom: 6px; }
  .left-out { font-weight: 600; }
}
`;
