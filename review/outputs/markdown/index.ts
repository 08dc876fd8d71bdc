export { markdownMarker } from "./marker";
export { type MarkdownOptions, toMarkdown } from "./markdown";
