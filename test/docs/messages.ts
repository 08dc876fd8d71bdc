import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const ROOT = path.resolve(__dirname, "..", "..");
/** The errors that a user can correct, and refusals of the portal. */
const ERRORS = ["UserError", "PortalRefusal", "CannotTell", "WrongUse", "PlanError", "EngineNotFound"];

/** A text of the code, with `…` for each part that is put in at run time. */
export interface CodeText {
  readonly file: string;
  readonly text: string;
}

export interface CodeTexts {
  /** Every text. */
  readonly all: readonly CodeText[];
  /** Those that an error which a user can mend is made of. */
  readonly thrown: readonly CodeText[];
}

/** The texts of the rooms that speak to users. */
export function textsOfCode(rooms: readonly string[]): CodeTexts {
  const all: CodeText[] = [];
  const thrown: CodeText[] = [];
  for (const file of rooms.flatMap((room) => sourcesIn(path.join(ROOT, room)))) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
    const name = path.relative(ROOT, file);
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && ERRORS.includes(node.expression.text)) {
        const [first] = node.arguments ?? [];
        if (first !== undefined) for (const text of textsOf(first)) thrown.push({ file: name, text });
      }
      if (isText(node) && !(ts.isBinaryExpression(node.parent) && isText(node.parent)))
        for (const text of textsOf(node)) all.push({ file: name, text });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { all, thrown };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}

function isText(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
    return true;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken && isText(node.right);
}

/** What an expression can come out as; a condition is either of two. Nothing is said of what is no text at all. */
function textsOf(node: ts.Expression): string[] {
  const found = variants(node);
  return found.filter((text) => text.replaceAll("…", "").trim() !== "").map((text) => text.replace(/…+/g, "…"));
}

/** What stands in a text for a value that nobody knows: of the mark of a rule (`P5.mark`) all but the rule. */
function shown(value: ts.Expression): string {
  return ts.isPropertyAccessExpression(value) && value.name.text === "mark" ? "(rule …)" : "…";
}

function variants(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return variants(node.expression);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [
      node.head.text + node.templateSpans.map((span) => `${shown(span.expression)}${span.literal.text}`).join(""),
    ];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [variants(node.left), variants(node.right)];
    return left.flatMap((one) => right.map((other) => one + other));
  }
  if (ts.isConditionalExpression(node)) return [...variants(node.whenTrue), ...variants(node.whenFalse)];
  return ["…"];
}
