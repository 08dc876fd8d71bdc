/**
 * Who may do what where: what chooses, the marks, the grid, the detail of a cell, and the list. Marks differ by their sign and their
 * border, and only then by their colour.
 */
export const MATRIX = `
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

/* Beside the heads of columns is room for what the marks mean; where cells have words nothing is left to explain. */
.matrix-box { position: relative; }
.matrix-box:has(.grid.wide) .legend { display: none; }
.matrix-box:has(.grid:not(.wide)) .legend {
  position: absolute;
  top: 1px;
  left: 1px;
  z-index: 3;
  display: grid;
  grid-template-columns: auto auto;
  gap: 2px 12px;
  margin: 0;
  padding: 8px 12px;
  font-size: 11px;
  pointer-events: none;
}
.matrix-box:has(.grid:not(.wide)) .legend .mark { min-width: 20px; height: 16px; font-size: 11px; }
.matrix-box:has(.grid.narrow:not(.wide)) .legend { grid-template-columns: auto; gap: 0; padding: 6px 8px; line-height: 16px; }

.grid {
  position: relative;
  max-width: 100%;
  max-height: min(66vh, 620px);
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
  contain: strict;
}
.grid-head { position: sticky; top: 0; z-index: 2; min-width: 100%; background: var(--surface); border-bottom: 1px solid var(--strong-line); }
.grid-body { position: relative; min-width: 100%; }
.section-row { position: relative; height: 24px; }
.head-row { position: relative; height: var(--head); }
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
  height: var(--head);
  padding: 6px 0;
  overflow: hidden;
  border-left: 1px solid transparent;
  font-size: 12px;
  display: flex;
  align-items: end;
  justify-content: center;
}
.grid:not(.wide) .column-head .name {
  max-width: 100%;
  max-height: 100%;
  writing-mode: vertical-rl;
  transform: rotate(180deg);
  line-height: 14px;
  overflow: hidden;
}
/* The sign is upright of itself, and has been turned with the name. */
.grid:not(.wide) .column-head .name::before { display: inline-block; transform: rotate(180deg); }
.column-head.power-realm .name, .column-head.power-administration .name { font-weight: 700; }
.column-head.power-realm .name::before { content: "▲"; content: "▲" / "over the realm: "; }
.column-head.power-administration .name::before { content: "△"; content: "△" / "administration: "; }
.column-head.locked .name::before { content: "⊘"; content: "⊘" / ""; }
.column-head .name::before { margin-inline-end: 4px; }
.wide .column-head { height: auto; min-height: var(--head); max-height: 250px; padding: 8px; border-left-color: var(--line); flex-direction: column; align-items: stretch; justify-content: end; }
.wide .column-head .name { font-size: 11px; font-weight: 600; flex: none; }
.wide .in-words { color: var(--quiet); line-height: 1.3; }
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
.row-head .name { flex: 1 1 auto; min-width: 0; }
.row-head .note { flex: 0 1000 auto; min-width: 3em; color: var(--quiet); font-size: 12px; text-align: right; }
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
`;
