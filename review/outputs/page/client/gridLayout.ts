import { element } from "./elements";
import type { GridColumn, GridModel } from "./gridModel";

/** Where a grid's columns are, and how much room its heads need. */
export interface GridLayout {
  /** Columns have room for words. */
  readonly wide: boolean;
  readonly narrow: boolean;
  readonly rowHeadWidth: number;
  /** Where each column begins, counted from the heads of the rows, and where the last one ends. */
  readonly edges: readonly number[];
  /** How high heads are that stand upright; those with room for words are as high as their words. */
  readonly headHeight: number;
}

/** A column this wide has room for words. */
const WIDE = 120;
const WIDEST = 220;
const NARROW_SCREEN = 600;
/** What the marks mean stands beside the heads of columns: in two columns, or in one where there is little room. */
const LOWEST_HEAD = 148;
const LOWEST_NARROW_HEAD = 214;
export const HIGHEST_HEAD = 250;
const WIDEST_SECTION = 200;
const HEAD_PADDING = 14;
/** The sign that a head begins with, and what is between it and the name. */
const SIGN = 22;
const SECTION_PADDING = 14;
const ROW_PADDING = 26;
const BETWEEN_NAME_AND_NOTE = 14;
/** Of so many texts the longest by their letters are measured. */
const MEASURED = 20;

/** The width of the heads of rows before anything is known of them: what is wide is decided by it, and how many columns are made. */
export function usualRowHead(width: number): number {
  return width < NARROW_SCREEN ? 150 : 280;
}

/** The least that the heads of columns take of the height, whatever stands in them: it decides how many rows are made. */
export function leastHead(wide: boolean): number {
  return wide ? 0 : LOWEST_HEAD;
}

/** Nothing is cut that fits in at all: heads are as high, and columns and heads of rows as wide, as what stands in them. */
export function layOut(model: GridModel, width: number, family: string): GridLayout {
  const text = textWidths(family);
  const narrow = width < NARROW_SCREEN;
  const { columns } = model;
  const wide = (width - usualRowHead(width)) / Math.max(1, columns.length) >= WIDE;
  const rowHeadWidth = rowHead(model, { width, narrow, wide }, text);
  const names = longest(columns.map(({ name }) => name)).map((name) => text(name, "700 12px"));
  const upright = Math.max(...names, 0) + SIGN + HEAD_PADDING;
  return {
    wide,
    narrow,
    rowHeadWidth,
    edges: edgesOf(model, width - rowHeadWidth, text),
    headHeight: Math.ceil(Math.min(HIGHEST_HEAD, Math.max(narrow ? LOWEST_NARROW_HEAD : LOWEST_HEAD, upright))),
  };
}

/** How thick a scroll bar of this element is; 0 where bars lie over what is scrolled. */
export function scrollBar(inside: HTMLElement): number {
  const probe = element("div");
  probe.style.cssText = "position: absolute; width: 50px; height: 50px; overflow: scroll";
  inside.append(probe);
  const thickness = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  return thickness;
}

type TextWidth = (text: string, font: string) => number;

function textWidths(family: string): TextWidth {
  const context = element("canvas").getContext("2d");
  return (text, font) => {
    if (context === null) return 0;
    context.font = `${font} ${family}`;
    return context.measureText(text).width;
  };
}

function longest(texts: readonly string[]): readonly string[] {
  return [...texts].sort((one, other) => other.length - one.length).slice(0, MEASURED);
}

function rowHead(
  { rowTitle, rowNames, rowNotes }: GridModel,
  { width, narrow, wide }: { readonly width: number; readonly narrow: boolean; readonly wide: boolean },
  text: TextWidth,
): number {
  const widest = (texts: readonly string[], font: string) =>
    Math.max(...longest(texts).map((each) => text(each, font)), 0);
  const title = text(rowTitle, "400 12px");
  const names = widest(rowNames, narrow ? "400 12px" : "400 13px");
  const notes = widest(rowNotes, narrow ? "400 11px" : "400 12px");
  const both = narrow ? Math.max(names, notes) : names + BETWEEN_NAME_AND_NOTE + notes;
  const needed = Math.ceil(Math.max(title, both)) + ROW_PADDING;
  const least = wide ? 0 : usualRowHead(width);
  return Math.round(Math.min(Math.max(needed, least), Math.max(usualRowHead(width), width * (narrow ? 0.55 : 0.4))));
}

/** A column is as wide as the grid says at least; those of a section have room for its name; what is left over is for all of them. */
function edgesOf({ columns, columnWidth }: GridModel, room: number, text: TextWidth): number[] {
  const widths = columns.map(() => columnWidth);
  for (const { section, from, to } of sectionsOf(columns)) {
    const needed = Math.min(WIDEST_SECTION, text(section, "400 11px") + SECTION_PADDING);
    for (let column = from; column < to; column += 1) {
      widths[column] = Math.max(columnWidth, Math.ceil(needed / (to - from)));
    }
  }
  let left = Math.max(0, room - widths.reduce((sum, each) => sum + each, 0));
  const edges = [0];
  for (const [column, each] of widths.entries()) {
    const more = Math.ceil(left / (widths.length - column));
    left -= more;
    edges.push((edges.at(-1) ?? 0) + Math.max(each, Math.min(each + more, WIDEST)));
  }
  return edges;
}

export interface SectionSpan {
  readonly section: string;
  readonly from: number;
  /** The first column that isn't in it. */
  readonly to: number;
}

/** Columns side by side with the same section. */
export function sectionsOf(columns: readonly GridColumn[]): readonly SectionSpan[] {
  const spans: SectionSpan[] = [];
  for (const [index, { section = "" }] of columns.entries()) {
    const last = spans.at(-1);
    if (last?.section === section) spans[spans.length - 1] = { ...last, to: index + 1 };
    else spans.push({ section, from: index, to: index + 1 });
  }
  return spans;
}
