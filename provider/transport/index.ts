export { type Clock, systemClock } from "./clock";
export { HttpConnection } from "./connection";
export { type Dialect, problemDetails, type StatedProblem } from "./dialect";
export { endpointProblems, tokenProblems } from "./endpoint";
export { type FieldError, MalformedAnswerError, PortalError, ResponseError, TransportError } from "./errors";
export { pathOf } from "./path";
export { Redactor } from "./redactor";
export type { HttpRequest, HttpResponse, HttpSettings, RetryEvent, Service } from "./request";
export type { TokenSource } from "./tokenSource";
