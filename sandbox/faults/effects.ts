import type { ServerResponse } from "node:http";
import { bytesOf, headersOf, sendAnswer, type Answer } from "../http/answer";
import type { FaultEffect } from "./rules";

const LOGIN_PAGE =
  "<!doctype html><html><head><title>Sign in</title></head>" +
  '<body><form method="post"><input name="username"><input name="password" type="password"></form></body></html>';

/** Whether the request is never worked on. */
export function strikesBefore(effect: FaultEffect): boolean {
  return "when" in effect && effect.when === "before";
}

/**
 * Sends what the effect makes of an answer; of one that strikes before the work, the answer is an empty one.
 * @param jsonType how the portal calls its JSON
 * @param say puts an answer into the portal's words
 */
export function sendFaulty(
  response: ServerResponse,
  effect: FaultEffect,
  answer: Answer,
  jsonType: string,
  say: (answer: Answer) => Answer = (same) => same,
): void {
  if ("hang" in effect) return;
  if ("cut" in effect) {
    if (effect.cut === "headers") response.destroy();
    else cutInBody(response, say(answer));
  } else if ("truncate" in effect) {
    const whole = say(answer);
    const bytes = bytesOf(whole);
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    response.writeHead(whole.status, headersOf(whole, half.length));
    response.end(half);
  } else sendAnswer(response, say(altered(effect, answer, jsonType)));
}

function altered(effect: FaultEffect, answer: Answer, jsonType: string): Answer {
  const { "x-request-id": requestId = "" } = answer.headers;
  if ("status" in effect)
    return {
      status: effect.status,
      headers: {
        "x-request-id": requestId,
        ...(effect.body === undefined ? {} : { "content-type": jsonType }),
        ...lowerCased(effect.headers),
      },
      body: effect.body,
    };
  if ("html" in effect)
    return {
      status: 200,
      headers: { "x-request-id": requestId, "content-type": "text/html; charset=utf-8" },
      body: LOGIN_PAGE,
    };
  if ("empty" in effect) return { status: 200, headers: answer.headers, body: "" };
  if ("mutate" in effect)
    return { ...answer, body: withValueAt(answer.body, effect.mutate.pointer, effect.mutate.value) };
  return answer;
}

/** Announces the whole body, sends half of it, and then the connection is gone. */
function cutInBody(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer.body === undefined ? { ...answer, body: {} } : answer);
  response.writeHead(answer.status, headersOf({ ...answer, body: "" }, bytes.length));
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

/** A copy of a JSON value with one value in it replaced; where the pointer leads nowhere the copy is the same. */
export function withValueAt(body: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(body);
  const steps = pointer.split("/").slice(1).map(unescapeStep);
  const last = steps.pop();
  const parent = steps.reduce<unknown>((place, step) => (isContainer(place) ? place[step] : undefined), copy);
  if (last !== undefined && isContainer(parent)) parent[last] = value;
  return copy;
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
