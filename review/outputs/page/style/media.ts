/** What is different on narrow screens, with more contrast, and on paper. */
export const MEDIA = `
@media (max-width: 1100px) {
  .bar { flex-wrap: wrap; }
  .bar nav { order: 3; flex-basis: 100%; }
  .bar nav ul { flex-wrap: wrap; }
  :root { scroll-padding-top: 92px; }
}
@media (max-width: 640px) {
  main { padding: 0 14px 48px; }
  .bar { position: static; padding: 8px 14px; }
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
  .people summary, .changes > summary, #quotas > details > summary, .standing > summary { color: var(--ink); }
  .list { font-size: 9pt; }
  #printed p { margin-bottom: 6px; }
  .left-out { font-weight: 600; }
}
`;
