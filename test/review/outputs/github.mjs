/**
 * Markdown as GitHub reads it, its own additions included: started by markdown.test.ts as a program of its own, since the parser is an ES
 * module. Takes texts as a JSON array on its standard input and prints the HTML of each.
 */
import { readFileSync } from "node:fs";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

const options = {
  allowDangerousHtml: true,
  allowDangerousProtocol: true,
  extensions: [gfm()],
  htmlExtensions: [gfmHtml()],
};
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => micromark(text, options))));
