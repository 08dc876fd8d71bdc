export { HttpConnection, type HttpRequest, type HttpResponse, type HttpSettings } from "./connection";
export { endpointProblems } from "./endpoint";
export { type FieldError, MalformedAnswerError, PortalError, ResponseError, TransportError } from "./errors";
export { pathOf } from "./path";
export { Redactor } from "./redactor";
