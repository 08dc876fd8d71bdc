import type { z } from "zod";
import { suggestion } from "./nearest";
import { show } from "./values";

/** What a value must be, by the name that zod has for it. */
const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

/** What is wrong with a value of a file that people write, where its schema has no words of its own for that. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  const must = mustBe(issue);
  if (must === undefined) return undefined;
  return issue.input === undefined
    ? `is missing, but must be ${must}`
    : `is ${show(issue.input)}, but must ${be(must)}`;
}

function be(must: string): string {
  return must === "" ? "not be empty" : `be ${must}`;
}

/** Empty: it must not be empty. */
function mustBe(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}${near(issue)}`;
    case "too_small":
      if (issue.origin === "string") return "";
      return `${Number(issue.minimum)} or more${issue.origin === "array" ? " entries" : ""}`;
    case "too_big":
      return `${Number(issue.maximum)} or less`;
    default:
      return undefined;
  }
}

function near({ input, values }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidValue>): string {
  return typeof input === "string" ? suggestion(input, values.map(String)) : "";
}
